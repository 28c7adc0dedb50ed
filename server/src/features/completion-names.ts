import { isKnownIn, knownSections, optionsOf, type FileKind, type KnownOption } from '../config/vocabulary.ts';
import type { CompletionAnswer, FeatureInput } from './answers.ts';
import type { NameCursor } from './completion-cursor.ts';
import { jailFiles } from './bracket-uses.ts';
import { code } from '../text/markdown.ts';
import { layersWhileTyping } from './typing-layers.ts';
import { mergedSection } from './values.ts';
import { describeOption, describeSection } from './documentation.ts';

/** Section headers and option names, with snippets that begin a file or a jail. */
export function completeNames(input: FeatureInput, cursor: NameCursor): CompletionAnswer[] {
  const { kind } = input.analysis;
  if (!kind) return [];
  const sections = sectionAnswers(input, kind, cursor);
  if (cursor.typed.startsWith('[') || !cursor.section)
    return [...sections, ...(cursor.typed.startsWith('[') ? [] : snippets(kind, cursor))];
  return [...optionAnswers(input, kind, cursor), ...sections, ...(kind === 'jail' ? snippets(kind, cursor) : [])];
}

function sectionAnswers(input: FeatureInput, kind: FileKind, { span }: NameCursor): CompletionAnswer[] {
  const present = new Set(input.analysis.source.tree.sections.map(({ name }) => name));
  const own = knownSections
    .filter((section) => section.kinds.includes(kind) && (!present.has(section.name) || section.name === 'DEFAULT'))
    .map(({ name, summary }) => ({ name, summary }));
  const overlaid = kind === 'jail' ? jailsElsewhere(input, present) : [];
  return [...own, ...overlaid].map(({ name, summary }) => {
    const markdown = describeSection(kind, name);
    return {
      label: `[${name}]`,
      kind: 'section',
      text: `[${name}]`,
      detail: summary,
      span,
      sort: `8${name}`,
      filter: `[${name}]`,
      ...(markdown ? { words: { markdown } } : {}),
    };
  });
}

/** Jails that other files define: in an overlay one writes them again. Read from the trees, as a header that is being typed makes the file unreadable. */
function jailsElsewhere(
  { analysis, workspace }: FeatureInput,
  present: ReadonlySet<string>,
): { name: string; summary: string }[] {
  const files = analysis.place ? jailFiles(workspace, analysis.place.configDir) : [];
  const names = files.flatMap((file) => workspace.source(file)?.tree.sections.map(({ name }) => name) ?? []);
  const known = new Set(knownSections.map(({ name }) => name));
  return [...new Set(names)]
    .filter((name) => !present.has(name) && !known.has(name))
    .map((name) => ({ name, summary: 'a jail of another file' }));
}

function optionAnswers(
  input: FeatureInput,
  kind: FileKind,
  { section, span, after, typed }: NameCursor,
): CompletionAnswer[] {
  const { analysis } = input;
  const name = mergedSection(section!.name);
  const present = new Set(section!.options.filter(({ keySpan }) => keySpan.start !== span.start).map(({ key }) => key));
  const known = optionsOf(kind, name).filter(
    (option) => !present.has(option.name) && isKnownIn(option, analysis.versions.fail2ban),
  );
  const distinct = [...new Map(known.map((option) => [option.name, option])).values()];
  const hasDelimiter = /^[\w.?/=-]*\s*[=:]/.test(after);
  const end = hasDelimiter ? '' : ' = ';
  const cut = {
    start: span.start,
    end: hasDelimiter ? span.start + typed.length + /^[\w./?-]*/.exec(after)![0].length : span.end,
  };
  const own = ownVariables(input, name).filter(
    (option) => !present.has(option) && !distinct.some((other) => other.name === option),
  );
  return [
    ...distinct.map((option) => optionAnswer(option, end, cut)),
    ...own.map((option): CompletionAnswer => ({
      label: option,
      kind: 'variable',
      text: option + end,
      span: cut,
      sort: `5${option}`,
      detail: 'set in another file that is read with this one',
    })),
    ...(hasDelimiter ? [] : optionSnippets(kind, name, present, cut)),
  ];
}

function optionAnswer(option: KnownOption, end: string, span: CompletionAnswer['span']): CompletionAnswer {
  const { name, summary, read } = option;
  return {
    label: name,
    kind: 'option',
    detail: summary,
    words: { markdown: describeOption(option) },
    text: name + end,
    span,
    sort: `${read ? 3 : 4}${name}`,
  };
}

/** Options that an overlay may set again. */
function ownVariables(input: FeatureInput, section: string): string[] {
  const { analysis } = input;
  const layers = layersWhileTyping(input);
  const options = [
    ...(layers.sections.get(section)?.keys() ?? []),
    ...(section === 'DEFAULT' ? layers.defaults.keys() : []),
  ];
  const written = new Set(
    analysis.source.tree.sections
      .filter(({ name }) => mergedSection(name) === section)
      .flatMap(({ options: own }) => own.map(({ key }) => key)),
  );
  return options.filter(
    (option) =>
      !written.has(option) &&
      !option.includes('/') &&
      !option.includes('?') &&
      !option.startsWith('__name') &&
      !option.startsWith('fail2ban_'),
  );
}

interface Snippet {
  readonly label: string;
  readonly detail: string;
  readonly text: string;
}

const fileSnippets: Readonly<Partial<Record<FileKind, Snippet>>> = {
  filter: {
    label: 'new filter',
    detail: 'a whole filter to begin with',
    text: '[INCLUDES]\n\nbefore = common.conf\n\n[Definition]\n\n_daemon = ${1:daemon}\n\nfailregex = ^%(__prefix_line)s${2:failed login from} <HOST>\\$\n\nignoreregex =\n$0',
  },
  jail: {
    label: 'new jail',
    detail: 'a section that starts a jail',
    text: '[${1:name}]\nenabled  = true\nfilter   = ${2:$1}\nlogpath  = ${3:/var/log/$1.log}\nmaxretry = ${4:5}\n$0',
  },
  action: {
    label: 'new action',
    detail: 'a whole action to begin with',
    text: '[Definition]\n\nactionstart =\nactionstop =\nactioncheck =\nactionban = ${1:command} <ip>\nactionunban = ${2:command} <ip>\n\n[Init]\n$0',
  },
};

function snippets(kind: FileKind, { span }: NameCursor): CompletionAnswer[] {
  const snippet = fileSnippets[kind];
  return snippet ? [toAnswer(snippet, span, '9')] : [];
}

const regexSnippet = {
  label: 'failregex with prefix',
  detail: 'a regular expression for lines with a syslog prefix',
  text: 'failregex = ^%(__prefix_line)s${1:text} <HOST>\\$',
};

function optionSnippets(
  kind: FileKind,
  section: string,
  present: ReadonlySet<string>,
  span: CompletionAnswer['span'],
): CompletionAnswer[] {
  return kind === 'filter' && section === 'Definition' && !present.has('failregex')
    ? [toAnswer(regexSnippet, span, '6')]
    : [];
}

function toAnswer({ label, detail, text }: Snippet, span: CompletionAnswer['span'], sort: string): CompletionAnswer {
  return {
    label,
    kind: 'snippet',
    detail,
    text,
    isSnippet: true,
    span,
    sort: sort + label,
    words: { markdown: `Writes ${code(text.split('\n')[0]!)} and more.` },
  };
}
