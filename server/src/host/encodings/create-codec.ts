import type { Codec } from './codec.ts';
import { createHz } from './hz.ts';
import { createIso2022 } from './iso-2022.ts';
import { createMultiByteCodec } from './multi-byte.ts';
import { createSingleByteCodec } from './single-byte.ts';
import { createUnicodeEscape, rawUnicodeEscape } from './unicode-escape.ts';
import { utf7 } from './utf-7.ts';
import { createWideCodec } from './wide-unicode.ts';

/**
 * The encoding of that Python module (`encodings/NAME.py`); undefined for those that need no table and for unknown ones. `codePointOfName`: as
 * `unicodedata.lookup`. The build makes a file of its own of this module and what it needs: most logs are UTF-8.
 */
export function createCodec(module: string, codePointOfName: (name: string) => number | undefined): Codec | undefined {
  if (module === 'utf_7') return utf7;
  if (module === 'unicode_escape') return createUnicodeEscape(codePointOfName);
  if (module === 'raw_unicode_escape') return rawUnicodeEscape;
  if (module === 'hz') return createHz();
  return (
    createWideCodec(module) ?? createSingleByteCodec(module) ?? createMultiByteCodec(module) ?? createIso2022(module)
  );
}
