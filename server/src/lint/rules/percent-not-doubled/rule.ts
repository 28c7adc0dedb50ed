import type { FileAnalysis } from '../../../analysis/workspace.ts';
import { failuresIn, harmOfFailure, placeOfFailure, severityOfFailure, type Failure } from '../../facts.ts';
import { fixOfReference, meantAt } from '../../near-references.ts';
import { firstWritten } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'percent-not-doubled',
  severity: 'error',
  summary: 'A single % in a value; it must be written %%.',
  check(file, report) {
    for (const failed of failuresIn(file)) {
      const { failure } = failed;
      if (failure.name !== 'InterpolationSyntaxError' || !failure.error.startsWith("'%'")) continue;
      const severity = severityOfFailure(failed);
      const again = readTwice(failed);
      const near = meantAt(file, failed);
      if (again) report({ ...again, severity });
      else if (near)
        report({
          message: `${failure.error}. '${near.text}' is no reference: write ${near.meant}.${harmOfFailure(failed)}`,
          place: near.place,
          severity,
          fix: fixOfReference(near, near.place, true),
        });
      else {
        const fix = doubling(file, failed);
        report({
          message: `${failure.error}. A % stands for itself only when it is doubled.${harmOfFailure(failed)}`,
          place: placeOfFailure(failed, file.path),
          severity,
          ...(fix ? { fix } : {}),
        });
      }
    }
  },
};

/** `datepattern = %(known/datepattern)s` in a jail: the filter's value, whose `%%` are single ones by then, is read once more. */
function readTwice({ failure, about, layers, jail }: Failure):
  | {
      message: string;
      place: NonNullable<Failure['failure']['place']>;
      related: { place: NonNullable<Failure['failure']['place']>; message: string }[];
    }
  | undefined {
  const raw = about && jail ? layers?.sections.get(about.section)?.get(about.option) : undefined;
  const place = raw && firstWritten(raw);
  if (!raw?.text.includes('%(known/') || !place || !failure.place || failure.place.file === place.file)
    return undefined;
  return {
    message: `${failure.error}. What %(known/…)s brings in from the filter is read a second time here, when its %% are single ones already: write the value out, with every % doubled.`,
    place,
    related: [{ place: failure.place, message: 'this % comes from here' }],
  };
}

/** Doubles every single `%` of the option. */
function doubling(file: FileAnalysis, { failure, about }: Failure): Fix | undefined {
  const { place } = failure;
  if (!place || place.file !== file.path) return undefined;
  const { tree } = file.source;
  const option = tree.sections
    .flatMap(({ options }) => options)
    .find(({ valueSpan }) => valueSpan.start <= place.span.start && place.span.start < valueSpan.end);
  if (!option) return undefined;
  const edits = option.valueLines.flatMap((line) =>
    [...tree.text.slice(line.start, line.end).matchAll(/%%|%\([^)]*\)s|%/g)].flatMap((match) => {
      const start = line.start + match.index;
      return match[0] === '%' ? [{ place: { file: file.path, span: { start, end: start + 1 } }, text: '%%' }] : [];
    }),
  );
  return edits.length > 0
    ? { title: 'Double every single %', safe: (about?.option ?? option.key) === 'datepattern', edits }
    : undefined;
}
