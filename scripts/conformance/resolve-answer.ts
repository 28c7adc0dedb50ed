import { createHash } from 'node:crypto';
import {
  attempt,
  bracketOptions,
  extractOptions,
  isFailure,
  isTyped,
  isUnresolved,
  resolveFilter,
  type FilterTarget,
  type Sources,
} from '../../server/src/config/resolve.ts';
import type { Fail2banVersion } from '../../server/src/config/fail2ban-version.ts';
import { MappedText } from '../../server/src/text/mapped-text.ts';

/** One filter to resolve, as oracle/resolve-filter.py takes it. */
export interface ResolveCase {
  readonly name?: string;
  readonly configDir?: string;
  readonly path?: string;
  /** `NAME[OPTIONS]` as text, in place of name and options. */
  readonly argument?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly backend?: string;
  readonly via: 'fail2ban-regex' | 'jail';
  readonly jailOptions?: Readonly<Record<string, string>>;
}

/** `misplaced`: only ours, where a piece of a value does not stand where its origin says. */
export type ResolveAnswer =
  { readonly commands: unknown[][]; readonly misplaced?: string[] } | { readonly error: string; readonly name: string };

/** Our answer to a case, in the oracle's form. */
export function ourAnswer(sources: Sources, fail2ban: Fail2banVersion, test: ResolveCase): ResolveAnswer {
  const { argument, configDir, path, backend, via, jailOptions = {} } = test;
  const parsed =
    argument === undefined
      ? undefined
      : attempt(() => extractOptions(MappedText.builtin(argument, 'argument'), fail2ban));
  if (parsed && isFailure(parsed)) return { error: shorten(parsed.error), name: parsed.name };
  const target: FilterTarget =
    path === undefined
      ? { kind: 'name', name: parsed?.name.text ?? test.name!, configDir: configDir! }
      : { kind: 'file', path };
  const resolved = resolveFilter({
    sources,
    target,
    via,
    fail2ban,
    backend,
    options: parsed?.options ?? bracketOptions(test.options ?? {}, 'options'),
    jailOptions: new Map(Object.entries(jailOptions).map(([key, value]) => [key, MappedText.builtin(value, 'jail')])),
  });
  if (isUnresolved(resolved)) return { error: shorten(resolved.error), name: resolved.name };
  const commands = resolved.commands.map(({ kind, name: command, values }) => {
    const texts = values.map((value) => (isTyped(value) ? value.value : shorten(value.text)));
    return kind === 'multi-set' ? [kind, command, texts] : [kind, command, ...texts];
  });
  const texts = resolved.commands.flatMap(({ values }) =>
    values.map((value) => (isTyped(value) ? value.written : value)),
  );
  const misplaced = misplacedPieces(sources, texts);
  return misplaced.length > 0 ? { commands, misplaced } : { commands };
}

/** A long text as its digest, as the oracle gives it. */
function shorten(text: string): string {
  const length = text.length > 10000 ? [...text].length : 0;
  return length > 10000 ? `${length} characters, sha256 ${createHash('sha256').update(text).digest('hex')}` : text;
}

/** An exact piece stands character by character where its origin says; any other piece stands for a place inside a file. */
function misplacedPieces(sources: Sources, texts: readonly MappedText[]): string[] {
  return texts
    .flatMap((text) => text.segments)
    .filter(({ text, origin: { file, span }, exact }) => {
      if (file.startsWith('builtin:')) return false;
      const written = sources.read(file)!.tree.text;
      return exact ? written.slice(span.start, span.end) !== text : span.start > span.end || span.end > written.length;
    })
    .map(({ text, origin }) => `${JSON.stringify(text)} at ${origin.file}:${origin.span.start}`);
}
