import { aliases, modules } from './encoding-names-data.ts';

/** The module that Python finds under a name (`encodings.search_function`), of the text encodings that a log can be read in. */
export function moduleOfEncoding(name: string): string | undefined {
  const reduced = reduceName(name);
  const { known, byAlias } = (names ??= readNames());
  const aliased = byAlias.get(reduced) ?? byAlias.get(reduced.replace(/\./g, '_'));
  return aliased ?? (known.has(reduced) ? reduced : undefined);
}

/** Codecs that Python finds, too, and that decode no log: from bytes to bytes, or for the names of hosts. */
const others = new Set(
  `base64 base64_codec base_64 bz2 bz2_codec hex hex_codec idna punycode quopri quopri_codec quoted_printable
  quotedprintable rot13 rot_13 undefined uu uu_codec zip zlib zlib_codec`.split(/\s+/),
);

/** Whether Python's `codecs.lookup` finds a codec of that name on Linux. */
export function isCodecName(name: string): boolean {
  return moduleOfEncoding(name) !== undefined || others.has(reduceName(name));
}

function reduceName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/^_|_$/g, '');
}

let names: ReturnType<typeof readNames> | undefined;

function readNames(): { readonly known: ReadonlySet<string>; readonly byAlias: ReadonlyMap<string, string> } {
  const byAlias = new Map<string, string>();
  let module = '';
  for (const word of aliases.trim().split(/\s+/)) {
    if (word.endsWith(':')) module = word.slice(0, -1);
    else byAlias.set(word, module);
  }
  return { known: new Set(modules.trim().split(/\s+/)), byAlias };
}
