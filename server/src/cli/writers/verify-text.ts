import { passedOf } from '../../samples/verify-sample.ts';
import { visible } from '../../text/visible.ts';
import {
  percentInWords,
  placeOfTest,
  type FilterCoverageReport,
  type MutantsOfFilter,
  type VerifyReport,
} from './verify-report.ts';

/** Longest part of a log line that is shown. */
const shownWidth = 160;

/** For people: what does not hold, each sample's counts, what no sample goes through where that is asked for, a summary. `isShort`: nothing of samples that hold. */
export function writeVerifyText(
  report: VerifyReport,
  { showsUncovered, isShort }: { readonly showsUncovered: boolean; readonly isShort: boolean },
): string {
  const { samples, filters, withoutSamples, coverage } = report;
  const tests = samples.flatMap((sample) => sample.tests);
  const passed = passedOf(tests);
  const blocks = samples.map((sample) => {
    const held = passedOf(sample.tests);
    if (isShort && held === sample.tests.length) return '';
    const failed = sample.tests.filter(({ failures }) => failures.length > 0);
    const verdict = failed.length === 0 ? `${held} hold` : `${held} hold, ${failed.length} do not`;
    return `${visible(sample.file)} (${visible(sample.filter)}): ${verdict}\n${failed.map((test) => failedTest(report, test)).join('')}`;
  });
  const uncovered = showsUncovered ? filters.map(uncoveredOf).join('') : '';
  const changes = (report.mutants ?? []).map(mutantsOf).join('');
  const without =
    withoutSamples.length > 0 && !isShort
      ? `Without a sample, and in no coverage: ${withoutSamples.map(visible).join(', ')}\n`
      : '';
  const counts = `${samples.length} ${samples.length === 1 ? 'sample' : 'samples'}, ${tests.length} checks: ${passed} hold, ${tests.length - passed} do not`;
  return `${blocks.join('')}${uncovered}${changes}${without}${counts}; coverage ${percentInWords(coverage)}\n`;
}

function failedTest(report: VerifyReport, test: VerifyReport['samples'][number]['tests'][number]): string {
  const { title, line, failures } = test;
  return failures
    .map(({ message, expected, got, options, why }) =>
      [
        `${visible(placeOfTest(report, test))}: ${visible(line === null ? `${title}: ${message}` : message)}${options ? ` (${visible(JSON.stringify(options))})` : ''}`,
        ...(line === null ? [] : [`    ${visible(title.slice(0, shownWidth))}${title.length > shownWidth ? '…' : ''}`]),
        ...(expected ? [`    expected ${visible(JSON.stringify(expected))}`] : []),
        ...(got ? [`    got      ${visible(JSON.stringify(got))}`] : []),
        ...why.map((reason) => `    ${reason}`),
        '',
      ].join('\n'),
    )
    .join('');
}

function mutantsOf({ filter, tried, noticed, unnoticed, undecided, isPartial }: MutantsOfFilter): string {
  const rest = [
    ...(undecided > 0 ? [`of ${undecided} more it is not known whether they change anything`] : []),
    ...(isPartial ? ['the time was over before the last (--mutant-time)'] : []),
  ];
  return [
    `Mutants of ${visible(filter)}: ${noticed} of ${tried} changes noticed${rest.map((one) => `; ${one}`).join('')}`,
    ...unnoticed.flatMap(({ role, index, title, place, line }) => [
      `    ${visible(`${place.file}:${place.line}:${place.column}: no line notices ${role}${role === 'prefregex' ? '' : ` ${index}`} ${title}`)}`,
      ...(line
        ? [
            ...(Object.keys(line.options).length > 0
              ? [`        # filterOptions: ${visible(JSON.stringify(line.options))}`]
              : []),
            ...line.before.map((text) => `        ${visible(text)}`),
            `        # failJSON: ${visible(JSON.stringify(line.expected))}`,
            `        ${visible(line.text)}`,
          ]
        : []),
    ]),
    '',
  ].join('\n');
}

function uncoveredOf({ filter, rows, ...counts }: FilterCoverageReport): string {
  const missing = rows.filter(({ hits }) => hits === 0);
  const placeOf = ({ place }: (typeof rows)[number]): string =>
    place?.line === undefined ? '' : `${visible(place.file)}:${place.line}:${place.column}: `;
  return [
    `Coverage of ${visible(filter)}: ${percentInWords(counts)}`,
    ...missing.map((row) => `    ${placeOf(row)}no sample goes through this ${row.kind}: ${visible(row.text)}`),
    '',
  ].join('\n');
}
