import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fail2banVersion } from '../../../server/src/config/fail2ban-version.ts';
import { bracketOptions, isUnresolved, resolveFilter } from '../../../server/src/config/resolve.ts';
import type { DateReading } from '../../../server/src/dates/date-reading.ts';
import { createDateDetector } from '../../../server/src/dates/detector.ts';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { decodeUtf8 } from '../../../server/src/host/log-encoding.ts';
import { compileFilter } from '../../../server/src/matching/compile-filter.ts';
import { addressText, cidrUnspecified } from '../../../server/src/matching/ip-address.ts';
import type { Finding } from '../../../server/src/matching/find-failures.ts';
import { splitLines } from '../../../server/src/matching/line-block.ts';
import { createMatchRun } from '../../../server/src/matching/match-run.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';
import { stockFilters } from './resolve.ts';

/** The moment and the zone of fail2ban's own tests. */
const testNow = 1124013600;
const testZone = 'Europe/Berlin';

/** What the package itself expects of each line: its `# failJSON:` comments, read as `tests/samplestestcase.py` reads them. */
export const failJson: Suite = {
  name: 'fail-json',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const packagedConfig = join(real.logs, '../../config');
    const subjects = [
      ...stockFilters(real).map((name) => [name, real.config]),
      ...packagedFilters(packagedConfig).map((name) => [name, packagedConfig]),
    ] as [string, string][];
    const withLog = subjects.filter(([name]) => existsSync(join(real.logs, name)));
    const results = withLog.map(([name, configDir]) => checkLog(real, name, configDir));
    return {
      total: results.reduce((sum, { total }) => sum + total, 0),
      differences: results.flatMap(({ differences }) => differences),
      note: `${withLog.length} test logs`,
    };
  },
};

type JsonObject = Readonly<Record<string, unknown>>;

/** One line of a test log and what is expected of it. */
interface Sample {
  readonly place: string;
  readonly text: string;
  readonly expected: JsonObject;
  /** The option sets that it is tested with. */
  readonly optionSets: readonly JsonObject[];
}

function checkLog(real: RealFail2ban, name: string, configDir: string): { total: number; differences: Difference[] } {
  const filters = new Map<string, (line: string, isJournal: boolean) => { findings: Finding[]; time: number }>();
  const differences: Difference[] = [];
  let total = 0;
  for (const { place, text, expected, optionSets } of samples(real.logs, name)) {
    for (const options of optionSets) {
      const constraint = expected['constraint'] as string | undefined;
      if (constraint !== undefined && !holds(constraint, name, options)) continue;
      const own = Object.fromEntries(Object.entries(options).filter(([key]) => !key.startsWith('test.'))) as Record<
        string,
        string
      >;
      const key = (options['test.filter-name'] as string | undefined) ?? JSON.stringify(own);
      if (!filters.has(key)) filters.set(key, createFilter(real.fail2ban, name, configDir, own));
      const isJournal = options['logtype'] === 'journal';
      const line = isJournal ? `${(options['test.prefix-line'] as string | undefined) ?? ''}${text}` : text;
      total++;
      const wrong = compare(real.fail2ban, expected, filters.get(key)!(line, isJournal));
      if (wrong) differences.push({ id: `${place} ${JSON.stringify(options)}`, ...wrong });
    }
  }
  return { total, differences };
}

/** The lines of a test log, and of those that it adds. */
function* samples(logs: string, name: string): Generator<Sample> {
  const files = [name];
  let common: JsonObject = {};
  let optionSets: JsonObject[] | undefined;
  let isSkipped = false;
  for (const file of files) {
    const lines = decode(readFileSync(join(logs, file))).split('\n');
    for (let i = 0; i < lines.length; i++) {
      let text = lines[i]!.replace(/\r+$/, '');
      let expected: JsonObject = {};
      const json = /^#+ ?(failJSON|(?:file|filter)Options|addFILE):(.+)$/.exec(text);
      if (json) {
        const value = JSON.parse(json[2]!) as JsonObject;
        if (json[1] === 'addFILE') files.push(value as unknown as string);
        else if (json[1] === 'fileOptions') common = value;
        else if (json[1] === 'filterOptions') {
          const sets = ([value].flat() as JsonObject[]).map((own) => ({ ...common, ...own }));
          const holding = sets.filter(
            (set) => set['test.condition'] === undefined || holds(set['test.condition'] as string, name, set),
          );
          optionSets = holding;
          isSkipped = holding.length === 0;
        }
        if (json[1] !== 'failJSON') continue;
        expected = value;
        text = lines[++i]!.replace(/\r+$/, '');
      } else if (isSkipped || text.startsWith('#') || text.trim() === '') continue;
      if (!isSkipped)
        yield { place: `${file}:${i + 1}`, text, expected, optionSets: optionSets?.length ? optionSets : [{}] };
    }
  }
}

function decode(bytes: Buffer): string {
  return decodeUtf8(bytes).text;
}

/** The conditions of the installed logs: `name == 'sshd'`, `opts.get('mode') != 'aggressive'`. */
function holds(condition: string, name: string, options: JsonObject): boolean {
  const parsed = /^(?:name|opts\.get\('(\w+)'\)) ?(==|!=) ?'([^']*)'$/.exec(condition);
  if (!parsed) throw new Error(`fail-json: a condition of a new form: ${condition}`);
  const value = parsed[1] === undefined ? name : options[parsed[1]];
  return (value === parsed[3]) === (parsed[2] === '==');
}

/** A filter that takes one line after the other. */
function createFilter(
  fail2ban: Fail2banVersion,
  name: string,
  configDir: string,
  options: Record<string, string>,
): (line: string, isJournal: boolean) => { findings: Finding[]; time: number } {
  const resolved = resolveFilter({
    files: nodeFileSystem,
    target: { kind: 'name', name, configDir },
    options: bracketOptions(options, 'test log'),
    fail2ban,
    via: 'fail2ban-regex',
  });
  if (isUnresolved(resolved)) throw new Error(`${name}: ${resolved.error}`);
  const { filter, problems } = compileFilter(resolved, {
    useDns: 'warn',
    fail2ban,
    python: '3.11',
    maxLines: resolved.maxlines?.value ?? 1,
  });
  if (problems.length > 0) throw new Error(`${name}: ${problems[0]!.message}`);
  // fail2ban decides which years it reads when it is loaded, before its tests set their clock back.
  let isSetBack = false;
  const now = () => (isSetBack ? testNow : Date.now() / 1000);
  const patterns = resolved.datepattern?.map(({ text }) => text);
  const dates = createDateDetector({
    ...(patterns ? { patterns } : {}),
    fail2ban,
    python: '3.11',
    now,
    localZone: testZone,
  });
  if (!dates.ok) throw new Error(`${name}: ${dates.error.message}`);
  isSetBack = true;
  let found: Finding[] = [];
  let time = NaN;
  const observer = { finding: (_: number, finding: Finding, at: number) => void (found.push(finding), (time = at)) };
  let isJournal = false;
  // The journal tells the time beside the line.
  const reader = {
    read: (text: string, start: number, end: number): DateReading =>
      isJournal ? { kind: 'time', start, end: start, seconds: testNow } : dates.detector.read(text, start, end),
  };
  const run = createMatchRun({
    filter,
    dates: reader,
    fail2ban,
    checkAll: true,
    ignorePending: true,
    now,
    observer,
  });
  return (line, fromJournal) => {
    found = [];
    isJournal = fromJournal;
    run.add(splitLines(`${line}\n`, { firstNumber: 1, isAscii: !/[^\0-\x7f]/.test(line) }));
    return { findings: found.filter(({ id, data }) => id !== null && !data.get('nofail')), time };
  };
}

function compare(
  fail2ban: Fail2banVersion,
  expected: JsonObject,
  { findings, time }: { findings: Finding[]; time: number },
): Omit<Difference, 'id'> | undefined {
  const ids = findings.map(({ id }) => id);
  if (findings.length !== (expected['match'] === true ? 1 : 0)) return { expected, actual: ids };
  const [finding] = findings;
  if (!finding) return undefined;
  for (const [key, value] of Object.entries(expected)) {
    if (['time', 'match', 'desc', 'constraint'].includes(key)) continue;
    const actual = valueOf(finding, key);
    if (
      key === 'host'
        ? isSameAddress(fail2ban, actual, value)
        : JSON.stringify(actual) === JSON.stringify(Array.isArray(value) ? [...(value as string[])].sort() : value)
    )
      continue;
    return { expected: { [key]: value }, actual: { [key]: actual } };
  }
  const wanted = expected['time'] as string | null | undefined;
  if (wanted && !isTime(wanted, time)) return { expected: { time: wanted }, actual: { time } };
  return undefined;
}

/** However they are written: fail2ban compares an address with the text's own. */
function isSameAddress(fail2ban: Fail2banVersion, a: unknown, b: unknown): boolean {
  const [left, right] = [a, b].map((text) => JSON.stringify(addressText(String(text), cidrUnspecified, fail2ban)));
  return left === right;
}

function valueOf({ id, data }: Finding, key: string): unknown {
  const value = data.get(key) ?? null;
  if (value instanceof Set) return [...(value as Set<string>)].sort();
  if (value === null && key === 'host') return id;
  if (value === null && key === 'attempts') return (data.get('matches') as readonly unknown[]).length;
  return value;
}

/** `wanted` is local time; a fraction of a second counts only where our time has one. */
function isTime(wanted: string, seconds: number): boolean {
  if (Number.isNaN(seconds)) return false;
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: testZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(new Date(Math.floor(seconds) * 1000))
    .replace(' ', 'T');
  const [whole, fraction = '0'] = wanted.split('.');
  return (
    local === whole!.replace(/-(\d)T/, '-0$1T') &&
    Math.abs(Number(`0.${fraction}`) - (seconds - Math.floor(seconds))) < 1e-6
  );
}

/** The filters that the tests bring along, where what they include is there too: Debian keeps `../../../../config` elsewhere. */
function packagedFilters(packagedConfig: string): string[] {
  const folder = join(packagedConfig, 'filter.d');
  return readdirSync(folder)
    .filter((file) => /^zzz-.*\.conf$/.test(file))
    .filter((file) => {
      const before = /^before = (.*)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
      return before === undefined || existsSync(join(folder, before));
    })
    .map((file) => file.slice(0, -'.conf'.length));
}
