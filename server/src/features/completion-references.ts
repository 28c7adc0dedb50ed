import { isRegexOption } from '../config/vocabulary.ts';
import { attempt, getOption, isFailure, type Layers } from '../config/resolve.ts';
import { actionTags, regexTags, type KnownWord } from '../config/vocabulary-tags.ts';
import type { CompletionAnswer, FeatureInput } from './answers.ts';
import type { ValueCursor } from './completion-cursor.ts';
import { code, codeBlock, paragraphs } from '../text/markdown.ts';
import { layersWhileTyping } from './typing-layers.ts';
import { mergedSection } from './values.ts';
import { describeWord } from './documentation.ts';

/** `%(…)s` and `<…>`. Undefined where neither is being typed. */
export function completeReference(input: FeatureInput, cursor: ValueCursor): CompletionAnswer[] | undefined {
  const percent = /(?:^|[^%])(?:%%)*%(\(([\w./-]*))?$/.exec(cursor.before);
  if (percent && (percent[1] !== undefined || cursor.known?.type !== 'datepatterns'))
    return variables(input, cursor, percent[1] === undefined ? 1 : percent[2]!.length + 2);
  const tag = /<(\/?[\w./-]*)$/.exec(cursor.before);
  if (tag && !/\(\?P?<[\w]*$/.test(cursor.before)) return tags(input, cursor, tag[0].length);
  return undefined;
}

function variables(input: FeatureInput, cursor: ValueCursor, typed: number): CompletionAnswer[] {
  const layers = layersWhileTyping(input);
  const { offset, after, section, option } = cursor;
  // An editor has closed the bracket already, or the whole stands there.
  const span = { start: offset - typed, end: offset + (/^[\w./-]*\)s?/.exec(after)?.[0].length ?? 0) };
  return visibleNames(layers, mergedSection(section.name))
    .filter((name) => name !== option.key)
    .map((name) => {
      const value = valueOf(layers, section.name, name);
      return {
        label: `%(${name})s`,
        kind: 'variable',
        text: `%(${name})s`,
        span,
        filter: `%(${name})s`,
        sort: name.startsWith('known/') ? `9${name}` : `1${name}`,
        ...(value === undefined ? {} : { detail: oneLine(value), words: { markdown: codeBlock(value) } }),
      };
    });
}

function visibleNames({ sections, defaults }: Layers, section: string): string[] {
  const own = [...(sections.get(section)?.keys() ?? [])];
  // [Init] beats [Definition] inside %(…)s once a jail reads the filter.
  const init = section === 'Definition' ? [...(sections.get('Init')?.keys() ?? [])] : [];
  const replaced = [...(sections.get(`KNOWN/${section}`)?.keys() ?? [])].map((name) => `known/${name}`);
  return [...new Set([...own, ...init, ...defaults.keys(), '__name__', ...replaced])].filter(
    (name) => !name.includes('?'),
  );
}

function valueOf(layers: Layers, section: string, name: string): string | undefined {
  if (name === '__name__') return section;
  const [holder, key] = name.startsWith('known/')
    ? [`KNOWN/${mergedSection(section)}`, name.slice('known/'.length)]
    : [mergedSection(section), name];
  for (const one of [holder, 'Init']) {
    const value = attempt(() => getOption(layers, one, key));
    if (value !== null && !isFailure(value)) return value.text;
  }
  return undefined;
}

function oneLine(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function tags(input: FeatureInput, cursor: ValueCursor, typed: number): CompletionAnswer[] {
  const { analysis } = input;
  const { offset, after } = cursor;
  const span = { start: offset - typed, end: offset + (/^[\w./-]*\/?>/.exec(after)?.[0].length ?? 0) };
  const words = (list: readonly KnownWord[], sort: string): CompletionAnswer[] =>
    list.flatMap((word) => wordAnswers(word, cursor, span, sort));
  const known =
    analysis.kind === 'action' ? words(actionTags, '1') : isInRegex(input, cursor) ? words(regexTags, '1') : [];
  return [...known, ...closingTags(cursor, span), ...ownTags(input, cursor, span)];
}

/** In a filter any variable may become a part of a regex. */
function isInRegex({ analysis }: FeatureInput, { known }: ValueCursor): boolean {
  return isRegexOption(known) || (analysis.kind === 'filter' && known === undefined);
}

function wordAnswers(
  word: KnownWord,
  { before, after }: ValueCursor,
  span: CompletionAnswer['span'],
  sort: string,
): CompletionAnswer[] {
  const base = { detail: word.summary, words: { markdown: describeWord(word) }, span };
  const needsClosing = /^<F-[A-Z_]+>$/.test(word.text) && word.summary.includes('Closed by');
  const name = word.text.slice(1, -1);
  if (word.text === '<F-NAME>')
    return [
      {
        ...base,
        label: '<F-NAME>…</F-NAME>',
        kind: 'tag',
        text: '<F-${1:NAME}>$0</F-$1>',
        isSnippet: true,
        filter: '<F-NAME>',
        sort: `${sort}F-Z`,
      },
    ];
  const isClosedLater = after.includes(`</${name}>`) || before.endsWith('</');
  if (needsClosing && !isClosedLater)
    return [
      {
        ...base,
        label: `${word.text}…</${name}>`,
        kind: 'tag',
        text: `${word.text}$0</${name}>`,
        isSnippet: true,
        filter: word.text,
        sort: sort + name,
      },
    ];
  return [{ ...base, label: word.text, kind: 'tag', text: word.text, filter: word.text, sort: sort + name }];
}

/** `</F-X>` for every `<F-X>` that stands open before the cursor. */
function closingTags({ before }: ValueCursor, span: CompletionAnswer['span']): CompletionAnswer[] {
  const open: string[] = [];
  for (const [, slash, name] of before.matchAll(/<(\/?)(F-[A-Z0-9_-]+)>/g)) {
    if (!slash) open.push(name!);
    else open.splice(open.lastIndexOf(name!), open.includes(name!) ? 1 : 0);
  }
  return [...new Set(open)].map((name) => ({
    label: `</${name}>`,
    kind: 'tag',
    text: `</${name}>`,
    span,
    filter: `</${name}>`,
    sort: `0${name}`,
    detail: 'closes the group',
  }));
}

/** Options as `<name>`: in filters and actions those of the file, in jails those that the action gets. */
function ownTags(input: FeatureInput, { option }: ValueCursor, span: CompletionAnswer['span']): CompletionAnswer[] {
  if (input.analysis.kind === 'jail') return [];
  const layers = layersWhileTyping(input);
  const names = new Set(
    ['Init', 'Definition']
      .flatMap((section) => [...(layers.sections.get(section)?.keys() ?? [])])
      .map((name) => name.split('?')[0]!),
  );
  return [...names]
    .filter(
      (name) =>
        name !== option.key &&
        !name.startsWith('known/') &&
        !/^(?:fail|ignore|pref)regex$|^action(?:start|stop|ban|unban|check|flush|reload|repair)/.test(name),
    )
    .map((name) => {
      const value = valueOf(layers, 'Definition', name);
      return {
        label: `<${name}>`,
        kind: 'variable',
        text: `<${name}>`,
        span,
        filter: `<${name}>`,
        sort: `2${name}`,
        ...(value === undefined
          ? {}
          : { detail: oneLine(value), words: { markdown: paragraphs(`The option ${code(name)}`, codeBlock(value)) } }),
      };
    });
}
