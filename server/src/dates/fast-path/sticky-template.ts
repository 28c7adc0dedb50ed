import { fail2banVersions } from '../../config/fail2ban-version.ts';
import type { Node, Pattern } from '../../pyre/nodes.ts';
import type { DateTemplate } from '../date-pattern.ts';
import { epochNumber } from '../epoch.ts';
import { lineBeginPrefix } from '../template-regex.ts';
import { defaultPatterns } from '../templates.ts';
import { asciiSource } from './ascii-source.ts';
import { createDateEnds, type DateEnds } from './date-ends.ts';
import { createLeafSets } from './leaf-sets.ts';
import { clockOf, leadingDigits, type Clock } from './clock.ts';

/**
 * A template as it is tried at a place of a larger text without cutting the line out. For ASCII lines whose neighbours in the
 * text are line ends; there it finds what the regex finds.
 */
export interface StickyTemplate {
  readonly begin: StickyBegin;
  /** Group 1 and its end boundary, tried at `lastIndex` (flag `y`). */
  readonly here: RegExp;
  /** Undefined where the pattern does not hold `%H:%M:%S`. */
  readonly clock: Clock | undefined;
  /** True where minute and second may change in a match of the same length without anything else changing its place. */
  readonly hasSteadyClock: boolean;
  /** How many digits a match begins with at least. */
  readonly leadingDigits: number;
  /** Undefined for patterns of which too little is known. Made when first asked for. */
  readonly ends: DateEnds | undefined;
}

/** What stands before group 1. `line`: `^`; `line-loose`: `^(?:\W{0,2})?`; `word`: `(?=^|\b|\W)`; `none`: nothing. */
export type StickyBegin = 'line' | 'line-loose' | 'word' | 'none';

const endBoundary = '(?=\\b|\\W|$)';
const begins: ReadonlyMap<string, StickyBegin> = new Map([
  ['', 'none'],
  ['^', 'line'],
  ['^(?:\\W{0,2})?', 'line-loose'],
  ['(?=^|\\b|\\W)', 'word'],
]);

/** Undefined where the regex is not of the shape that fail2ban gives to a pattern without groups or boundaries of its own. */
export function createStickyTemplate(
  { value, pattern: written, name }: DateTemplate,
  pattern: Pattern,
): StickyTemplate | undefined {
  if (value.kind === 'epoch')
    return written === undefined && name.startsWith('{^LN-BEG}') && value.group === 1
      ? epochAtLineBegin(value.isLong)
      : undefined;
  const shape = shapeOf(pattern);
  const leafOf = createLeafSets(pattern);
  const body = shape && asciiSource(shape.body, pattern, leafOf);
  if (!shape || body === undefined) return undefined;
  const clock = clockOf(shape.body, pattern, leafOf);
  let ends: DateEnds | undefined | null = null;
  return {
    begin: shape.begin,
    here: new RegExp(`(?:${body})${shape.hasEnd ? endBoundary : ''}`, 'y'),
    clock,
    // In the defaults an optional colon stands only where no other part could take what follows it: `%ExY[ :]?%H`.
    hasSteadyClock: clock !== undefined && (clock.hasFixedColons || isDefaultPattern(written)),
    leadingDigits: leadingDigits(shape.body, pattern, leafOf),
    get ends() {
      if (ends === null) ends = createDateEnds(shape.body, pattern, leafOf);
      return ends;
    },
  };
}

/**
 * `{^LN-BEG}EPOCH`. Its conditional asks for a `]` behind a number with a `[` before it, but the regex may also pass over the
 * bracket, and then asks for nothing; the number is the same either way.
 */
function epochAtLineBegin(isLong: boolean): StickyTemplate {
  const source = epochNumber(isLong).replaceAll('\\d', '[0-9]') + endBoundary;
  return {
    begin: 'line-loose',
    here: new RegExp(source, 'y'),
    clock: undefined,
    hasSteadyClock: false,
    leadingDigits: 10,
    ends: undefined,
  };
}

function isDefaultPattern(written: string | undefined): boolean {
  const plain = written?.replace(lineBeginPrefix, '');
  return fail2banVersions.some((fail2ban) =>
    defaultPatterns(fail2ban).some((pattern) => pattern.replace(lineBeginPrefix, '') === plain),
  );
}

interface Shape {
  readonly begin: StickyBegin;
  readonly hasEnd: boolean;
  readonly body: Node;
}

function shapeOf({ body, flags, source }: Pattern): Shape | undefined {
  if ([...flags].some((flag) => flag !== 'i' && flag !== 'u')) return undefined;
  const items = (body.type === 'Sequence' ? body.items : [body]).filter(({ type }) => type !== 'GlobalFlags');
  const at = items.findIndex((item) => item.type === 'CaptureGroup');
  const group = items[at];
  if (group?.type !== 'CaptureGroup' || group.index !== 1) return undefined;
  const textOf = (nodes: readonly Node[]): string =>
    nodes.map(({ span }) => source.slice(span.start, span.end)).join('');
  const begin = begins.get(textOf(items.slice(0, at)));
  const end = textOf(items.slice(at + 1));
  if (begin === undefined || (end !== '' && end !== endBoundary)) return undefined;
  return { begin, hasEnd: end !== '', body: group.body };
}
