import { createWidths } from '../../pyre/analysis/width.ts';
import type { Node } from '../../pyre/nodes.ts';
import { children } from '../../pyre/walk.ts';
import type { DeadPart } from '../danger.ts';
import { configuredPart, configuredText, editablePart } from '../places.ts';
import type { Probe, ProbedRegex } from '../probe.ts';

/**
 * The last parts of a regex that may be missing: nothing comes behind them that could fail, so the regex matches the same lines without them. Parts that keep what
 * they take, or ask what stands around, are something else.
 */
export function findIdleEnd(probe: Probe, { name, regex }: ProbedRegex): DeadPart | undefined {
  const { body } = regex.pattern;
  // Which lines a match touches says which others fail2ban keeps.
  if (probe.texts.maxLines > 1 || body.type !== 'Sequence') return undefined;
  const widthOf = createWidths(regex.pattern);
  const { items } = body;
  let first = items.length;
  while (first > 0 && widthOf(items[first - 1]!).min === 0 && takesAnything(items[first - 1]!)) first--;
  if (first === items.length || first === 0) return undefined;
  const span = { start: items[first]!.span.start, end: items.at(-1)!.span.end };
  const editable = editablePart(probe, name, span);
  if (!editable) return undefined;
  const part = configuredPart(probe, name, span);
  // It keeps the blank before it: one at the end of a value is cut off.
  if (/\s$/.test(configuredText(probe.texts, name).slice(0, part.span.start))) return undefined;
  const fix = {
    title: `Remove '${part.part}'`,
    regex: name,
    edits: [{ span: editable, text: '' }],
    keepsMeaning: true,
  };
  return { kind: 'idle-end', ...part, isOfPlace: true, fix };
}

function takesAnything(node: Node): boolean {
  switch (node.type) {
    case 'CaptureGroup':
    case 'Assertion':
    case 'LookAround':
    case 'BackReference':
    case 'Conditional':
    case 'GlobalFlags':
    case 'Comment':
      return false;
    default:
      return children(node).every(takesAnything);
  }
}
