import { createSources } from '../config/resolve.ts';
import { drawRegex, mostParts } from '../diagram/regex-diagram.ts';
import { svgFile } from '../diagram/svg.ts';
import { expandRegex, isRegexProblem, readRegex, type RegexRole } from '../matching/compile-regex.ts';
import { parsePattern } from '../pyre/parser.ts';
import { findLineIn, onlyLine } from '../regex-words/find-line.ts';
import { regexInWords, type WordedPart } from '../regex-words/regex-in-words.ts';
import { MappedText } from '../text/mapped-text.ts';
import { UsageError, type CommandContext, type ExitCode } from './command.ts';
import { oneLine, readFilterArgument } from './filter-under-test.ts';
import { answerRegex, type RegexOptions } from './regex-answer.ts';
import { findLinePosition } from './writers/resolve.ts';
import { writeRegexText } from './writers/regex.ts';
import { plainWords, writeWordsText, type WordedRegex } from './writers/regex-words.ts';

/** `regex --svg`: a regex of the command line as a railroad diagram, the text of an SVG file. */
export function drawPattern(context: CommandContext): ExitCode {
  const { told, problem } = readPattern(context, '--svg');
  if (!told) throw new UsageError(`Python ${context.python} does not compile PATTERN: ${problem}`);
  const diagram = drawRegex(told, { width: rowWidth, variables: 'values' });
  if (!diagram) throw new UsageError(`PATTERN has too many parts for a picture: more than ${mostParts}`);
  context.host.out(svgFile(diagram.svg));
  return 0;
}

/** Pixels after which a row of a picture ends. */
const rowWidth = 900;

interface ReadPattern {
  readonly expanded: MappedText;
  /** Undefined where Python does not compile it. */
  readonly told?: WordedPart;
  /** Python's words. */
  readonly problem: string;
}

/** The one PATTERN of the command line, with fail2ban's tags. */
function readPattern({ positionals, fail2ban, python }: CommandContext, option: string): ReadPattern {
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0)
    throw new UsageError(`${option} takes one PATTERN${option === '--words' ? ', or --filter FILTER' : ''}`);
  const configured = MappedText.builtin(source, 'PATTERN');
  const expanded = expandRegex(configured, { useDns: 'warn', fail2ban });
  const { pattern, error } = parsePattern(expanded.text, { python });
  if (!pattern) return { expanded, problem: error.msg };
  const regex = { role: 'regex', configured, expanded, pattern };
  return { expanded, told: regexInWords(regex, onlyLine('regex', source)), problem: '' };
}

/** `regex --words`: a regex of the command line, with fail2ban's tags, or all regexes of `--filter`. */
export function tellRegexes(context: CommandContext, format: 'text' | 'json', options: RegexOptions): ExitCode {
  return typeof context.values['filter'] === 'string'
    ? tellFilter(context, context.values['filter'], format)
    : tellPattern(context, format, options);
}

function tellPattern(context: CommandContext, format: 'text' | 'json', options: RegexOptions): ExitCode {
  const { host, python } = context;
  const { expanded, told } = readPattern(context, '--words');
  if (!told) {
    const answer = answerRegex(expanded.text, [], options);
    host.out(format === 'json' ? `${JSON.stringify(answer)}\n` : writeRegexText(expanded.text, [], answer, python));
    return 0;
  }
  write(context, format, [{ title: '', expanded: expanded.text, told }], true);
  return 0;
}

function tellFilter(context: CommandContext, argument: string, format: 'text' | 'json'): ExitCode {
  const { host, fail2ban, python, positionals } = context;
  if (positionals.length > 0) throw new UsageError('--filter FILTER brings its own regexes: give no PATTERN');
  const filter = readFilterArgument(context, argument);
  const sources = createSources(host.files);
  const findLine = filter.isFile
    ? findLineIn((file) => sources.read(file))
    : onlyLine('failregex', filter.failregex[0]!.text);
  const options = { useDns: 'warn', fail2ban, python, multiline: (filter.maxlines ?? 1) > 1 } as const;
  const told: WordedRegex[] = [];
  const tell = (role: RegexRole, configured: MappedText, title: string): void => {
    const regex = readRegex(role, configured, options);
    // One that only its prefregex lets name a failure is told, too.
    if (!isRegexProblem(regex))
      told.push({ title, expanded: regex.expanded.text, told: regexInWords(regex, findLine) });
    else if (regex.kind === 'no-failure-id') tell('ignoreregex', configured, title);
    else host.err(`fail2ban-lens: regex: ${title}: ${oneLine(regex.message)}\n`);
  };
  if (filter.prefregex && filter.prefregex.length > 0) tell('prefregex', filter.prefregex, 'prefregex');
  filter.failregex.forEach((configured, i) => tell('failregex', configured, `failregex ${i + 1}`));
  filter.ignoreregex.forEach((configured, i) => tell('ignoreregex', configured, `ignoreregex ${i + 1}`));
  write(context, format, told, false);
  return 0;
}

function write({ host }: CommandContext, format: 'text' | 'json', told: readonly WordedRegex[], isOne: boolean): void {
  if (format === 'text') return host.out(writeWordsText(told));
  const position = findLinePosition(createSources(host.files));
  const plain = told.map((regex) => plainWords(regex, position));
  host.out(`${JSON.stringify(isOne ? plain[0] : plain)}\n`);
}
