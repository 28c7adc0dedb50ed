import { usesIn } from '../analysis/names.ts';
import { findKnownOption } from '../config/vocabulary.ts';
import { formatDuration } from '../config/format-duration.ts';
import { timeInSeconds } from '../config/time-value.ts';
import type { ReadRegex } from '../analysis/analyse-regexes.ts';
import { walk } from '../pyre/walk.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput, InlayHintAnswer } from './answers.ts';
import { branchHints } from './branch-hints.ts';
import { codeBlock } from '../text/markdown.ts';
import { goodRegexes } from './regex-at.ts';
import { shownValue } from './values.ts';

/** Longer values are cut; the hint's own hover holds the whole. */
const longestLabel = 40;

/** What variables stand for, which numbers groups have and how often a branch was taken; each as the settings ask. */
export function inlayHints(input: FeatureInput, span: Span): InlayHintAnswer[] {
  const { values, groupNumbers, branchCounts } = input.settings.inlayHints;
  const hints = [
    ...(values ? [...valueHints(input), ...timeHints(input)] : []),
    ...(groupNumbers ? groupHints(input) : []),
    ...(branchCounts ? branchHints(input) : []),
  ];
  return hints.filter(({ offset }) => span.start <= offset && offset <= span.end).sort((a, b) => a.offset - b.offset);
}

function valueHints({ analysis }: FeatureInput): InlayHintAnswer[] {
  return usesIn(analysis.source.tree).flatMap(({ form, section, name, from, span }): InlayHintAnswer[] => {
    if (form === 'tag' && analysis.kind === 'jail') return [];
    const holder =
      from === undefined
        ? section.name
        : from === 'known'
          ? `KNOWN/${section.name}`
          : from === 'default'
            ? 'DEFAULT'
            : from;
    const value = shownValue(analysis, holder, name) ?? shownValue(analysis, 'Init', name);
    if (!value) return [];
    const line = value.text.replace(/\s+/g, ' ');
    const label = line.length > longestLabel ? `${line.slice(0, longestLabel)}…` : line;
    return [
      {
        offset: span.end,
        label: `= ${label === '' ? 'empty' : label}`,
        kind: 'parameter',
        spaceBefore: true,
        words: { markdown: codeBlock(value.text) },
      },
    ];
  });
}

/** `bantime = 5400`: 1 hour 30 minutes. */
function timeHints({ analysis }: FeatureInput): InlayHintAnswer[] {
  const { sections, text } = analysis.source.tree;
  return sections.flatMap(({ name, options }) =>
    options.flatMap((option): InlayHintAnswer[] => {
      const { start, end } = option.valueSpan;
      const isTime = analysis.kind && findKnownOption(analysis.kind, name, option.key)?.type === 'time';
      const seconds = isTime && end > start ? timeInSeconds(text.slice(start, end)) : undefined;
      return seconds === undefined
        ? []
        : [{ offset: end, label: seconds < 0 ? 'for ever' : formatDuration(seconds), kind: 'type', spaceBefore: true }];
    }),
  );
}

function groupHints({ analysis }: FeatureInput): InlayHintAnswer[] {
  const labels = new Map<number, string[]>();
  for (const regex of goodRegexes(analysis)) {
    for (const { offset, label } of groupsIn(regex, analysis.path)) {
      const known = labels.get(offset) ?? [];
      // A variable that stands in several regexes has a number in each.
      if (!known.includes(label)) labels.set(offset, [...known, label]);
    }
  }
  return [...labels].map(([offset, all]) => ({
    offset,
    label: `${all.slice(0, 4).join(' ')}${all.length > 4 ? '…' : ''}:`,
    kind: 'type',
  }));
}

function groupsIn({ pattern, expanded, configured }: ReadRegex, path: string): { offset: number; label: string }[] {
  if (!configured.segments.some(({ origin }) => origin.file === path)) return [];
  const found: { offset: number; label: string }[] = [];
  walk(pattern, (node) => {
    if (node.type !== 'CaptureGroup') return;
    const place = expanded.whereToShow({ start: node.span.start, end: node.span.start + 1 })[0];
    if (place?.file === path)
      found.push({
        offset: place.span.start,
        label: node.name === undefined ? `${node.index}` : `${node.index} ${node.name}`,
      });
  });
  return found;
}
