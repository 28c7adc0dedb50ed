import { tagTable } from '../analysis/analyse-regexes.ts';
import type { FileAnalysis } from '../analysis/workspace.ts';
import { once } from '../text/once.ts';
import type { MappedText, Origin } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import { layersOf, type Failure } from './facts.ts';
import type { Fix } from './rule.ts';

/** A piece of a value that means an option or a tag, and is written as other programs write it, or with a slip. */
export interface NearReference {
  readonly span: Span;
  readonly text: string;
  readonly name: string;
  /** How fail2ban has it: `%(name)s` or `<HOST>`. */
  readonly meant: string;
}

/** What fail2ban says of a name: how it is referred to; undefined where there is nothing of the name. */
export type MeantBy = (name: string) => string | undefined;

const forms = (...written: readonly string[]): RegExp[] =>
  written.map((form) => new RegExp(form.replace('NAME', String.raw`(?<name>[A-Za-z_][\w.-]*?)`), 'g'));

/** fail2ban refuses all that has a single `%`. */
const refused = forms(
  String.raw`%\{ *NAME *\}s?`,
  String.raw`%\[ *NAME *\]s?`,
  String.raw`%< *NAME *>s?`,
  String.raw`%NAME%`,
  String.raw`%s\( *NAME *\)`,
  // A letter at its end is one of printf's, unless more letters follow.
  String.raw`%\( *NAME *[)}\]>](?:[a-zA-Z](?![a-zA-Z]))?`,
  String.raw`%NAME(?![\w-])`,
);

/** fail2ban takes these for text. No regex has a use for them. */
const taken = forms(
  String.raw`[$#]\{ *NAME *\}s?`,
  String.raw`\{\{ *NAME *\}\}`,
  String.raw`\$\( *NAME *\)s?`,
  String.raw`\$NAME(?![\w-])`,
  String.raw`< *NAME *\/>`,
  String.raw`<(?= )(?: *)NAME *>`,
  String.raw`<NAME +>`,
  String.raw`%\( *NAME *\)s`,
);

/** A log may hold these: where nothing else uses the variable, it is meant. */
const doubtful = forms(String.raw`(?<![\w\\{}$#%])\{NAME\}(?!\})`, String.raw`@NAME@`);

/** A tag that is not closed. */
const open = forms(String.raw`<NAME(?![\w.>/-])`);

/** The reference that is meant by what begins at an offset of a value that fail2ban refuses. */
function refusedReferenceAt(text: string, offset: number, meantBy: MeantBy): NearReference | undefined {
  const found = near(text.slice(offset, offset + longest), refused, meantBy).find(({ span }) => span.start === 0);
  return found && { ...found, span: { start: offset, end: offset + found.span.end } };
}

/** Characters of a reference. */
const longest = 200;

/** The same for an error of the readers, with its place in the file. */
export function meantAt(
  file: FileAnalysis,
  { failure, about }: Failure,
): (NearReference & { place: Origin }) | undefined {
  const { place } = failure;
  if (place?.file !== file.path) return undefined;
  const { text } = file.source.tree;
  const near = refusedReferenceAt(text, place.span.start, meantIn(file, about?.section));
  return near && { ...near, place: { file: file.path, span: near.span } };
}

/** References that are meant by what fail2ban takes for text, in a regex. `isUnused`: nothing uses the variable as fail2ban has it. */
export function takenReferencesIn(
  text: string,
  meantBy: MeantBy,
  isUnused: (name: string) => boolean,
): NearReference[] {
  const asTag: MeantBy = (name) => (meantBy(name) === undefined ? undefined : `<${name}>`);
  return [
    ...near(text, taken, meantBy),
    ...[...near(text, doubtful, meantBy), ...near(text, open, asTag)].filter((one) => isUnused(one.name)),
  ];
}

function near(text: string, written: readonly RegExp[], meantBy: MeantBy): NearReference[] {
  return written.flatMap((form) =>
    [...text.matchAll(form)].flatMap(({ 0: piece, index, groups }) => {
      const name = groups!['name']!;
      const meant = meantBy(name);
      return meant === undefined
        ? []
        : [{ span: { start: index, end: index + piece.length }, text: piece, name, meant }];
    }),
  );
}

/** Where what is taken for text stands as it is, in the file; undefined where it comes of several pieces or of another file. */
export function placeOfTaken(
  { path, source }: FileAnalysis,
  configured: MappedText,
  { span, text }: NearReference,
): Origin | undefined {
  const [place, ...others] = configured.whereToShow(span);
  if (!place || others.length > 0 || place.file !== path) return undefined;
  const written = source.tree.text.slice(place.span.start, place.span.end);
  return written === text || written === `%${text}` ? place : undefined;
}

/** What the options of a file, and in filters fail2ban's tags, are referred to as. */
export function meantIn(file: FileAnalysis, section = 'Definition'): MeantBy {
  // Most values hold nothing that asks for them.
  const options = once(() => {
    const layers = layersOf(file);
    const own = file.source.tree.sections.filter(({ name }) => name === section || name === 'DEFAULT');
    return new Set([
      ...own.flatMap((one) => one.options.map(({ key }) => key)),
      ...(layers?.defaults.keys() ?? []),
      ...(layers?.sections.get(section)?.keys() ?? []),
      ...(file.kind === 'jail' ? [] : (layers?.sections.get('Init')?.keys() ?? [])),
    ]);
  });
  const tags = file.kind === 'filter' ? tagTable({ useDns: 'warn', fail2ban: file.versions.fail2ban }) : undefined;
  return (name) => {
    if (tags?.has(name)) return `<${name}>`;
    return options().has(name.toLowerCase()) ? `%(${name})s` : undefined;
  };
}

/** Writes the reference in place of what stands in the file at the place. */
export function fixOfReference({ meant }: Pick<NearReference, 'meant'>, place: Origin, safe: boolean): Fix {
  return { title: `Write ${meant}`, safe, edits: [{ place, text: meant }] };
}
