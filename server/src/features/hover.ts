import { isRegexProblem, useDnsOf, type ReadRegex, type RegexProblem } from '../analysis/analyse-regexes.ts';
import type { Use } from '../analysis/names.ts';
import { layersOf } from '../analysis/workspace.ts';
import { isBroken, isFailure, isRead } from '../config/resolve.ts';
import { formatDuration } from '../config/format-duration.ts';
import { timeInSeconds } from '../config/time-value.ts';
import { findKnownOption, type OptionType } from '../config/vocabulary.ts';
import { dateDirectives } from '../config/vocabulary-tags.ts';
import type { IniOption, IniSection } from '../ini/nodes.ts';
import { MappedText } from '../text/mapped-text.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, HoverAnswer } from './answers.ts';
import { atOffset, matchAt, useAt, type AtOffset } from './at-offset.ts';
import { stepWords } from './ban-hover.ts';
import { bracketPartAt, targetTypeOf } from './brackets.ts';
import { countedWords } from './counted-hover.ts';
import { code, codeBlock, paragraphs, plain } from '../text/markdown.ts';
import { describeOrigins, describePlace } from './places-text.ts';
import type { WordedPart } from '../regex-words/regex-in-words.ts';
import { regexesAt } from './regex-at.ts';
import { regexWordsAt } from './regex-words.ts';
import { definitionsOf } from './names-in-scope.ts';
import { targetWords } from './targets.ts';
import { finalValue, shownValue, withTags } from './values.ts';
import {
  describeActionTag,
  describeDateDirective,
  describeKnownOption,
  describeRegexTag,
  describeSection,
} from './documentation.ts';

/** What an author wants to know about the place: what an option means and is worth, what a tag or a variable becomes. */
export function hover(input: FeatureInput, offset: number): HoverAnswer | undefined {
  const at = atOffset(input.analysis.source.tree, offset);
  if (!at) return undefined;
  if (at.type === 'header') return answer(at.section.headerSpan, headerText(input, at.section));
  if (at.type === 'key') return answer(at.option.keySpan, keyText(input, at.section, at.option));
  const found = hoverOfWord(input, at, offset) ?? hoverOfValue(input, at, offset);
  const counts = countedWords(input, offset);
  if (!counts) return found;
  return { span: found?.span ?? at.line, markdown: paragraphs(counts, found?.markdown) };
}

function answer(span: Span, markdown: string | undefined): HoverAnswer | undefined {
  return markdown ? { span, markdown } : undefined;
}

function headerText({ analysis }: FeatureInput, { name }: IniSection): string | undefined {
  const known = analysis.kind && describeSection(analysis.kind, name.split('?')[0]!);
  if (known || analysis.kind !== 'jail') return known;
  const found = analysis.jails?.jails.find((jail) => jail.name === name);
  if (!found) return undefined;
  const { jail, enabled } = found;
  const value = (option: string) => shownValue(analysis, name, option)?.text;
  const times = (['findtime', 'bantime'] as const).flatMap((option) => {
    const seconds = timeInSeconds(value(option) ?? '');
    return seconds === undefined ? [] : [`- ${option}: ${wordsOfTime(option, seconds)}`];
  });
  return paragraphs(
    `**jail ${plain(name)}** — ${enabled ? 'enabled' : 'not enabled'}`,
    [
      ...(isRead(jail) && jail.filter ? [`- filter: ${code(jail.filter.name.text)}`] : []),
      ...(isRead(jail) ? jail.logpaths.map(({ path }) => `- logpath: ${code(path.text)}`) : []),
      ...(isRead(jail) ? jail.actions.map(({ name: action }) => `- action: ${code(action.text)}`) : []),
      ...(value('maxretry') === undefined ? [] : [`- maxretry: ${code(value('maxretry')!)}`]),
      ...times,
    ].join('\n'),
    isBroken(jail) && `Does not start: ${plain(jail.error)}`,
  );
}

function keyText(input: FeatureInput, section: IniSection, option: IniOption): string {
  const { analysis } = input;
  const known =
    describeKnownOption(analysis.kind, section.name, option.key) ??
    `**${plain(option.key)}** — a variable: used as ${code(`%(${option.key})s`)}${analysis.kind === 'jail' ? '' : ` or ${code(`<${option.key}>`)}`}.`;
  return paragraphs(
    known,
    valueText(input, section.name, option.key),
    overlaysText(input, section, option),
    stepWords(input, section.name, option.key),
  );
}

/** The value as fail2ban has it at last, in words where it is a time, with the origin of each piece. */
function valueText({ analysis, workspace }: FeatureInput, section: string, option: string): string | undefined {
  const value = finalValue(analysis, section, option);
  if (!value) return undefined;
  if (isFailure(value)) return `Has no value: ${plain(value.error)}`;
  const type = analysis.kind && findKnownOption(analysis.kind, section, option)?.type;
  const shown =
    value.text.includes('\n') || value.length > 60
      ? `Value:\n${codeBlock(value.text, isRegexType(type) ? 'regex' : '')}`
      : `Value: ${code(value.text)}${timeSuffix(type, option, value)}`;
  return paragraphs(shown, describeOrigins(workspace, value, analysis.path));
}

function isRegexType(type: OptionType | undefined): boolean {
  return type === 'regex' || type === 'regexes';
}

function timeSuffix(type: OptionType | undefined, option: string, value: MappedText): string {
  const seconds = type === 'time' ? timeInSeconds(value.text) : undefined;
  return seconds === undefined ? '' : ` — ${wordsOfTime(option, seconds)}`;
}

/** A negative bantime bans for ever. */
function wordsOfTime(option: string, seconds: number): string {
  return option === 'bantime' && seconds < 0 ? 'for ever' : formatDuration(seconds);
}

/** Other files of the same reading that set the option, too. */
function overlaysText(
  { analysis, workspace }: FeatureInput,
  section: IniSection,
  option: IniOption,
): string | undefined {
  const others = definitionsOf({ analysis, workspace }, section.name, option.key).filter(
    ({ place }) => place.file !== analysis.path,
  );
  return (
    (others.length > 0 && `Also set in ${others.map(({ place }) => describePlace(workspace, place)).join(', ')}.`) ||
    undefined
  );
}

/** A `%(x)s`, a tag, a directive, a name in brackets. */
function hoverOfWord(input: FeatureInput, at: AtOffset & { type: 'value' }, offset: number): HoverAnswer | undefined {
  const { analysis } = input;
  const { text } = analysis.source.tree;
  const use = useAt(analysis.source.tree, offset);
  if (use?.form === 'percent') return answer(use.span, variableText(input, use));
  const built = matchAt(text, at.line, /<[\w./-]*(?:<[\w./-]+>[\w./-]*)+>/g, offset);
  const builtWords = built && builtTagText(input, built);
  if (builtWords) return answer(built.span, builtWords);
  const tag = matchAt(text, at.line, /<\/?[\w\-./?=]+\/?>/g, offset);
  const tagWords = tag && tagText(input, at, tag.match[0], use);
  if (tagWords) return answer(tag.span, tagWords);
  const type = typeOf(input, at);
  if (type === 'datepatterns') {
    const word = matchAt(text, at.line, directivePattern, offset);
    const words = word && describeDateDirective(word.match[0].replace(/^%%/, '%'));
    if (words) return answer(word.span, words);
  }
  const targets = targetTypeOf(analysis.kind, at.section.name, at.option.key);
  if (targets) {
    const part = bracketPartAt(text, at.option, targets, offset);
    const words = part && targetWords(input, at.section.name, part);
    if (words) return answer(part.span, words);
  }
  return undefined;
}

function typeOf(
  { analysis }: FeatureInput,
  { section, option }: { section: IniSection; option: IniOption },
): OptionType | undefined {
  return analysis.kind && findKnownOption(analysis.kind, section.name, option.key)?.type;
}

const directivePattern = new RegExp(
  `%%(?:${dateDirectives
    .map(({ text }) => text.slice(1))
    .sort((a, b) => b.length - a.length)
    .join('|')})|\\{[\\w^-]+\\}|\\b(?:L?EPOCH|TAI64N)\\b`,
  'g',
);

function variableText({ analysis, workspace }: FeatureInput, { section, name, from }: Use): string {
  const title = `**${code(`%(${from ? `${from}/` : ''}${name})s`)}**`;
  const holder =
    from === undefined
      ? section.name
      : from === 'known'
        ? `KNOWN/${section.name}`
        : from === 'default'
          ? 'DEFAULT'
          : from;
  const value = name === '__name__' && !from ? undefined : finalOrPlain(analysis, holder, name);
  if (name === '__name__' && !from) return paragraphs(title, `The name of the section: ${code(section.name)}`);
  if (!value) return paragraphs(title, 'Not set in the files that are read together with this one.');
  if (isFailure(value)) return paragraphs(title, `Has no value: ${plain(value.error)}`);
  return paragraphs(title, becomes(value), tagsText(analysis, value), writtenText({ analysis, workspace }, value));
}

function becomes({ text }: MappedText): string {
  return text === '' ? 'Becomes nothing: its value is empty.' : `Becomes:\n${codeBlock(text)}`;
}

/** The places of all pieces; of a text in one piece its place, too, as it is used elsewhere. */
function writtenText(
  { analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>,
  value: MappedText,
): string | undefined {
  const first = value.segments[0];
  return (
    describeOrigins(workspace, value, analysis.path) ||
    (first && `Written in ${describePlace(workspace, first.origin)}.`)
  );
}

function tagsText(analysis: FeatureInput['analysis'], value: MappedText): string | undefined {
  const replaced = withTags(analysis, value);
  return replaced && `With its tags replaced:\n${codeBlock(replaced.text)}`;
}

function finalOrPlain(
  analysis: FeatureInput['analysis'],
  section: string,
  name: string,
): ReturnType<typeof finalValue> {
  return shownValue(analysis, section, name) ?? finalValue(analysis, section, name);
}

/** `<mdre-<mode>>`: first the inner tag, then the one whose name it makes. */
function builtTagText(
  { analysis, workspace }: FeatureInput,
  { span, match }: { span: Span; match: RegExpExecArray },
): string | undefined {
  const value = withTags(analysis, MappedText.exact(match[0], analysis.path, span.start));
  if (!value) return undefined;
  const inner = [...match[0].matchAll(/<([\w./-]+)>/g)].flatMap(([tag, name]) => {
    const option = shownValue(analysis, 'Definition', name!) ?? shownValue(analysis, 'Init', name!);
    return option ? [`${code(tag)} is ${code(option.text)}`] : [];
  });
  return paragraphs(
    `**${code(match[0])}**${inner.length > 0 ? ` — ${inner.join(', ')}` : ''}`,
    becomes(value),
    writtenText({ analysis, workspace }, value),
  );
}

function tagText(
  input: FeatureInput,
  at: AtOffset & { type: 'value' },
  tag: string,
  use: Use | undefined,
): string | undefined {
  const { analysis } = input;
  const option =
    use && use.span.end - use.span.start === tag.length
      ? (shownValue(analysis, at.section.name, use.name) ?? shownValue(analysis, 'Init', use.name))
      : undefined;
  if (option)
    return paragraphs(
      `**${code(tag)}** — the option ${code(use!.name)} of this configuration`,
      becomes(option),
      conditionalValues(analysis, use!.name),
      tagsText(analysis, option),
      writtenText(input, option),
    );
  if (analysis.kind === 'action' || typeOf(input, at) === 'commands') return describeActionTag(tag);
  const resolved = analysis.filter?.variants[0]?.resolved;
  return describeRegexTag(tag, {
    fail2ban: analysis.versions.fail2ban,
    useDns: resolved ? useDnsOf(resolved) : 'warn',
  });
}

/** `[Init?family=inet6]` sets other values for addresses of that kind. */
function conditionalValues(analysis: FeatureInput['analysis'], name: string): string | undefined {
  const all = ['Definition', 'Init'].flatMap((section) => [...(layersOf(analysis)?.sections.get(section) ?? [])]);
  const words = all.flatMap(([option, { text }]) =>
    option.startsWith(`${name.toLowerCase()}?`) ? [`- with ${code(option.slice(name.length + 1))}: ${code(text)}`] : [],
  );
  return words.length > 0 ? words.join('\n') : undefined;
}

/** The value as a whole: a regex with what Python gets, a time in words. */
function hoverOfValue(input: FeatureInput, at: AtOffset & { type: 'value' }, offset: number): HoverAnswer | undefined {
  const regexes = regexesAt(input.analysis, offset);
  if (regexes.length > 0)
    return answer(
      at.line,
      paragraphs(
        partText(input, offset),
        ...regexes.slice(0, 3).map((regex) => regexText(input, regex)),
        regexes.length > 3 && `… and ${regexes.length - 3} more regexes use it.`,
      ),
    );
  return answer(
    at.option.valueSpan,
    paragraphs(valueText(input, at.section.name, at.option.key), stepWords(input, at.section.name, at.option.key)),
  );
}

/** Parts around the one at the cursor that are told with it. */
const mostAround = 2;

/** What the part at the cursor does, and what it is a part of. */
function partText(input: FeatureInput, offset: number): string | undefined {
  const path = regexWordsAt(input, { start: offset, end: offset })?.path ?? [];
  const [part, ...around] = [...path].reverse();
  if (!part) return undefined;
  const line = ({ written, words, from }: WordedPart): string =>
    `${code(written)} — ${plain(words)}${from === undefined ? '' : `, a piece of ${code(from)}`}`;
  return [line(part), ...around.slice(0, mostAround).map((outer) => `in ${line(outer)}`)].join('  \n');
}

function regexText({ analysis, workspace }: FeatureInput, regex: ReadRegex | RegexProblem): string {
  const title = `**${regex.role}** as Python sees it`;
  const origins = describeOrigins(workspace, regex.configured, analysis.path);
  const shown = codeBlock(regex.expanded.text, 'regex');
  if (isRegexProblem(regex)) return paragraphs(title, shown, plain(regex.message.split('\n').at(-1)!), origins);
  const groups = [...regex.pattern.groupNames].map(([name, number]) => `${number} ${code(name)}`);
  return paragraphs(title, shown, groups.length > 0 && `Groups: ${groups.join(', ')}`, origins);
}
