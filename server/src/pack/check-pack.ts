import { nameOf } from '../config/paths.ts';
import { canNameFilter } from '../config/resolve.ts';
import { countCoverage } from '../samples/coverage.ts';
import { createFilterCoverage, lineStarts } from '../samples/filter-coverage.ts';
import { createSubject, type SampleSubject, type SubjectObserver } from '../samples/subject.ts';
import { verifySample } from '../samples/verify-sample.ts';
import { checkedFilter } from './install-script.ts';
import { PackError, type PackRequest } from './pack-request.ts';
import type { Pack } from './packed.ts';
import { remark, type Remark } from './remark.ts';

/** What running the samples gives. */
export interface PackChecks extends Pick<Pack, 'tests' | 'checks' | 'coverage'> {
  readonly remarks: readonly Remark[];
}

/** Runs the samples, and writes down what fail2ban finds under each set of options. Throws PackError. */
export function checkPack(request: PackRequest): PackChecks {
  const { files, python, filter, samples } = request;
  const remarks: Remark[] = [];
  const counter = createFilterCoverage(filter, python, lineStarts(files));
  const canBeAsked = canNameFilter(checkedFilter(filter.name));
  if (!canBeAsked && samples.length > 0)
    remarks.push(
      remark`install.sh checks no line: fail2ban-regex takes the name of the filter for a regex. A name of letters, digits, - and . would let it.`,
    );
  const checks: { options: Readonly<Record<string, string>>; lines: string[]; ids: string[] }[] = [];
  const observe = (subject: SampleSubject): SubjectObserver => {
    const counted = counter.observe(subject);
    const { options } = subject;
    const check = { options, lines: [] as string[], ids: [] as string[] };
    if (options['logtype'] === 'journal' || bracketText(options) === undefined)
      remarks.push(
        remark`Lines under ${JSON.stringify(options)} are in no check: fail2ban-regex cannot be asked for them so.`,
      );
    else if (canBeAsked) checks.push(check);
    let ids: string[] = [];
    return {
      finding: (finding) => {
        counted.finding?.(finding);
        ids.push(finding.id ?? 'None');
      },
      hit: counted.hit,
      line: (block, index, outcome, verdict) => {
        counted.line(block, index, outcome, verdict);
        check.lines.push(block.text.slice(block.starts[index], block.ends[index]));
        if (verdict === 'matched') check.ids.push(...ids);
        ids = [];
      },
    };
  };
  const { name, target } = filter;
  const tests = samples.flatMap((path) => verifySample({ ...request, path, name, target, observe }));
  if (samples.length === 0) {
    // Nobody else would say so before the server is to start with it.
    const loaded = createSubject({ ...request, target, options: {} });
    if (typeof loaded === 'string')
      throw new PackError(`${nameOf(filter.path)}: it does not load: ${loaded.replaceAll(/\s*\n\s*/g, ' ')}`);
    remarks.push(
      remark`The filter has no sample: nothing tells whether it does there what it does here (fail2ban-lens record).`,
    );
  }
  return {
    tests,
    checks: checks.filter(({ lines }) => lines.length > 0),
    coverage: countCoverage([counter.read()]),
    remarks,
  };
}

/** As it stands behind the filter's name; undefined where a value cannot be written so. */
export function bracketText(options: Readonly<Record<string, string>>): string | undefined {
  const entries = Object.entries(options).map(([key, value]) => {
    if (/[\n\r]/.test(value)) return undefined;
    if (!value.includes('"')) return `${key}="${value}"`;
    return value.includes("'") ? undefined : `${key}='${value}'`;
  });
  if (entries.includes(undefined)) return undefined;
  return entries.length === 0 ? '' : `[${entries.join(', ')}]`;
}
