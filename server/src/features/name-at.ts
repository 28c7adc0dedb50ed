import type { FileAnalysis } from '../analysis/workspace.ts';
import type { Span } from '../text/span.ts';
import type { FeatureInput } from './answers.ts';
import { atOffset, touches, useAt } from './at-offset.ts';
import { bracketPartAt, targetTypeOf } from './brackets.ts';
import { fileOfTarget, nameOfTarget } from './targets.ts';

/** An option's name under the cursor, and the file and section in which it is known. */
export interface NameAt {
  /** The file that is asked about, or the filter or action whose option a jail sets in brackets. */
  readonly analysis: FileAnalysis;
  readonly section: string;
  /** In lower case. */
  readonly name: string;
  readonly span: Span;
  /** `known`, `default` or a section, where the name is written so. */
  readonly from?: string;
}

/** A key, the name in `%(name)s` or `<name>`, a parameter in a jail's brackets. */
export function nameAt(
  { analysis, workspace }: Pick<FeatureInput, 'analysis' | 'workspace'>,
  offset: number,
): NameAt | undefined {
  const { tree } = analysis.source;
  const at = atOffset(tree, offset);
  if (at?.type === 'key') return { analysis, section: at.section.name, name: at.option.key, span: at.option.keySpan };
  if (at?.type !== 'value') return undefined;
  const use = useAt(tree, offset);
  if (use && (use.form === 'percent' || analysis.kind !== 'jail')) {
    const section =
      use.from === undefined || use.from === 'known' ? at.section.name : use.from === 'default' ? 'DEFAULT' : use.from;
    return {
      analysis,
      section,
      name: use.name.toLowerCase(),
      span: use.nameSpan,
      ...(use.from === undefined ? {} : { from: use.from }),
    };
  }
  const type = targetTypeOf(analysis.kind, at.section.name, at.option.key);
  const part = type ? bracketPartAt(tree.text, at.option, type, offset) : undefined;
  if (part?.part !== 'parameter' || !touches(part.span, offset)) return undefined;
  const file = fileOfTarget(
    { analysis, workspace },
    part.target.type,
    nameOfTarget(analysis, at.section.name, part.target),
  );
  const target = file === undefined ? undefined : workspace.analyse(file);
  // `name?family=inet6=…` names the option `name`.
  const own = part.parameter!.name.split('?')[0]!;
  return (
    target && {
      analysis: target,
      section: 'Definition',
      name: own.toLowerCase(),
      span: { start: part.span.start, end: part.span.start + own.length },
    }
  );
}
