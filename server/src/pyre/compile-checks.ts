import * as errors from './errors.ts';
import { createWidths, type Width } from './analysis/width.ts';
import type { Node, Pattern, Repeat } from './nodes.ts';
import { isFrom, type ParserState } from './parser-state.ts';
import { children } from './walk.ts';

/**
 * How deep CPython's own calls may stand in each other below `re.compile` when fail2ban-regex compiles a failregex given to
 * it (recursion limit 1000); measured. An escape or a flag at the very bottom may need one call more.
 */
export const maxFrames = 985;

/** `_sre.MAXREPEAT`, where CPython's widths end before 3.12, and `MAXCODE`. */
const maxRepeat = 0xffffffff;

const operators: Readonly<Record<Repeat['mode'], string>> = {
  greedy: 'MAX_REPEAT',
  lazy: 'MIN_REPEAT',
  possessive: 'POSSESSIVE_REPEAT',
};

/** The errors that `re/_compiler.py` and `_sre.compile` find in a pattern that parsed; throws the first of them. */
export function checkCompilable(pattern: Pattern, state: ParserState): void {
  const { reader } = state;
  const cappedWidths = !isFrom(state, '3.12');
  const widthOf = createWidths(pattern, cappedWidths ? { limit: { min: maxRepeat - 1, max: maxRepeat } } : {});
  const refused: Node[] = [];
  const check = (node: Node, depth: number): void => {
    if (depth > maxFrames) throw reader.failure('RecursionError', errors.tooDeep(), node.span.start, node.span.end);
    if (node.type === 'Repeat' && pattern.flags.has('t'))
      throw reader.failure('re.error', errors.repeatInTemplate(operators[node.mode]), node.span.start, node.span.end);
    if (node.type === 'LookAround' && node.direction === 'behind') {
      checkLookBehind(node, widthOf(node.body));
      if (cappedWidths && widthOf(node.body).min > 0x7fffffff) refused.push(node);
    }
    if (node.type === 'Conditional' && node.index > pattern.groupCount) refused.push(node);
    const below = depth + (node.type === 'Sequence' ? 0 : 1);
    for (const child of children(node)) check(child, below);
  };
  const checkLookBehind = (node: Node, { min, max }: Width): void => {
    if (min !== max) throw reader.failure('re.error', errors.variableLookBehind(), node.span.start, node.span.end);
    if (!cappedWidths && min > maxRepeat)
      throw reader.failure('re.error', errors.longLookBehind(), node.span.start, node.span.end);
  };
  const { body } = pattern;
  // What is taken over was checked where it was read, unless it stands deeper or under other flags now.
  if (body.type === 'Sequence' && !pattern.flags.has('t'))
    for (const item of body.items.slice(state.alike.length)) check(item, 0);
  else check(body, 0);
  // What _sre.compile refuses when it looks over the finished code.
  const first = refused[0];
  if (first) throw reader.failure('RuntimeError', errors.invalidCode(), first.span.start, first.span.end);
}
