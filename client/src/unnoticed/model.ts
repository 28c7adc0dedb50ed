import type { NoticingLine, UnnoticedChange, UnnoticedChanges } from '../../../server/src/protocol.ts';

/** What is said at the place of a change that no line notices. */
export function changeText({ title, line }: UnnoticedChange): string {
  const what = `No line of the sample notices ${title}.`;
  if (!line) return what;
  const those = line.text.includes('\n')
    ? `These would (now ${line.now}, then ${line.changed}):\n`
    : `This one would (now ${line.now}, then ${line.changed}): `;
  return `${what}\n${those}${line.text}`;
}

/** Of one filter, in a sentence: `The sample of door notices 3 of 10 changes.` */
export function summaryText({ name, noticed, tried, undecided, isPartial, changes }: UnnoticedChanges): string {
  if (tried === 0)
    return isPartial || undecided > 0
      ? `Nothing is known of the changes of ${name}${isPartial ? ': the time was over' : ''}.`
      : `No change of ${name} could be tried: there are none in its own regexes.`;
  const shown =
    changes.length < tried - noticed ? [`${tried - noticed - changes.length} in files that cannot be opened`] : [];
  const rest = [
    ...shown,
    ...(undecided > 0 ? [`of ${undecided} more it is not known whether they change anything`] : []),
    ...(isPartial ? ['the time was over before the last'] : []),
  ];
  return `The sample of ${name} notices ${noticed} of ${tried} changes${rest.map((one) => `; ${one}`).join('')}.`;
}

/** The same above the filter's section. */
export function lensText({ noticed, tried, isPartial }: UnnoticedChanges): string {
  return `sample notices ${noticed} of ${tried} changes${isPartial ? ', not all tried' : ''}`;
}

/** The lines that would notice changes, each once, by the options that they are for. */
export function noticingLines(changes: readonly UnnoticedChange[]): {
  readonly options: NoticingLine['options'];
  readonly texts: readonly string[];
}[] {
  const groups = new Map<string, { options: NoticingLine['options']; texts: Set<string> }>();
  for (const { line } of changes) {
    if (!line) continue;
    const key = JSON.stringify(Object.entries(line.options).sort());
    const group = groups.get(key) ?? { options: line.options, texts: new Set<string>() };
    groups.set(key, group);
    group.texts.add(line.text);
  }
  return [...groups.values()].map(({ options, texts }) => ({ options, texts: [...texts] }));
}

/** The line in the width of a menu. */
export function shortLine(text: string): string {
  const characters = Array.from(text.replaceAll('\n', ' ⏎ '));
  return characters.length <= shownCharacters
    ? characters.join('')
    : `${characters.slice(0, shownCharacters - 1).join('')}…`;
}
const shownCharacters = 90;
