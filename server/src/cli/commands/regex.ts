import { loadRe2 } from '../../host/load-re2.ts';
import { oneOf } from '../args.ts';
import { UsageError, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { answerRegex, type RegexOptions } from '../regex-answer.ts';
import { drawPattern, tellRegexes } from '../regex-words.ts';
import { writeRegexText } from '../writers/regex.ts';

/** `fail2ban-lens regex`: what CPython's `re` says of a pattern. */
export const regexCommand: Command = {
  name: 'regex',
  usage: '[OPTIONS] PATTERN [SUBJECT…] | --batch | --words PATTERN | --words --filter FILTER | --svg PATTERN',
  summary: "What CPython's re says of a pattern: valid or its error, and what re.search finds in each SUBJECT.",
  help: [
    '--batch                        one question a line on stdin, {"pattern":"…","subjects":["…"]}; one answer a line on stdout',
    "--words                        each part of PATTERN in plain English, fail2ban's tags in its own terms (docs/explain.md)",
    '--filter FILTER                with --words: all regexes of a filter; FILTER and --config as in test',
    '--svg                          PATTERN as a railroad diagram: the text of an SVG file',
    '--engine auto|v8|re2|tracer    which engine searches (default: auto); what it cannot do exactly it calls unsupported',
    '--format text|json             json: the answer that --batch would give',
    '--regex-timeout SECONDS        how long one search may take (default: 1)',
  ],
  options: {
    batch: { type: 'boolean' },
    words: { type: 'boolean' },
    svg: { type: 'boolean' },
    filter: { type: 'string' },
    config: { type: 'string', short: 'c' },
    engine: { type: 'string' },
    format: { type: 'string' },
    'regex-timeout': { type: 'string' },
  },
  run: async (context) => {
    const options: RegexOptions = {
      engine: oneOf('--engine', context.values['engine'], ['auto', 'v8', 're2', 'tracer'], 'auto'),
      python: context.python,
      re2: await loadRe2(),
      timeout: 1000 * seconds(context.values['regex-timeout']),
    };
    const format = oneOf('--format', context.values['format'], ['text', 'json'], 'text');
    const { batch, words, filter } = context.values;
    if (batch === true && words === true) throw new UsageError('--words takes one PATTERN: leave --batch out');
    if (filter !== undefined && words !== true) throw new UsageError('--filter goes with --words');
    if (context.values['svg'] === true) {
      if (batch === true || words === true)
        throw new UsageError('--svg takes one PATTERN: leave --batch and --words out');
      return drawPattern(context);
    }
    if (words === true) return tellRegexes(context, format, options);
    return batch === true ? answerBatch(context, options) : answerOne(context, options, format);
  },
};

function seconds(value: CommandContext['values'][string]): number {
  if (value === undefined) return 1;
  const number = Number(value);
  if (!(number > 0 && number <= 86400))
    throw new UsageError(`--regex-timeout: '${String(value)}' is no number of seconds above 0`);
  return number;
}

function answerOne({ host, positionals }: CommandContext, options: RegexOptions, format: 'text' | 'json'): ExitCode {
  const [pattern, ...subjects] = positionals;
  if (pattern === undefined)
    throw new UsageError('no PATTERN: give one, or --batch to read questions from standard input');
  const answer = answerRegex(pattern, subjects, options);
  host.out(
    format === 'json' ? `${JSON.stringify(answer)}\n` : writeRegexText(pattern, subjects, answer, options.python),
  );
  return 0;
}

async function answerBatch({ host, positionals }: CommandContext, options: RegexOptions): Promise<ExitCode> {
  if (positionals.length > 0) throw new UsageError('--batch reads its patterns from standard input: give no PATTERN');
  const unreadable: number[] = [];
  let number = 0;
  for await (const lines of lineBlocks(host.stdin())) {
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const question = readQuestion(line);
      if (!question) unreadable.push(number);
      const answer = question
        ? answerRegex(question.pattern, question.subjects, options)
        : { ok: false, error: `line ${number}: ${notAQuestion}` };
      host.out(`${JSON.stringify(answer)}\n`);
    }
  }
  if (unreadable.length === 0) return 0;
  host.err(
    `fail2ban-lens: regex --batch: ${unreadable.length} unreadable line(s), the first is line ${unreadable[0]}: ${notAQuestion}\n`,
  );
  return 2;
}

const notAQuestion = 'not a JSON object with "pattern", a string, and "subjects", a list of strings';

interface Question {
  readonly pattern: string;
  readonly subjects: readonly string[];
}

function readQuestion(line: string): Question | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { pattern, subjects = [] } = (value ?? {}) as { pattern?: unknown; subjects?: unknown };
  if (
    typeof pattern !== 'string' ||
    !Array.isArray(subjects) ||
    !subjects.every((subject) => typeof subject === 'string')
  )
    return undefined;
  return { pattern, subjects };
}

/** The lines that each chunk completes, so that a question is answered as soon as it is there. */
async function* lineBlocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  /** The begin of a line, in pieces: to join it anew with each would take the square of its length. */
  let rest: string[] = [];
  for await (const chunk of bytes) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    rest.push(lines[0]!);
    if (lines.length === 1) continue;
    lines[0] = rest.join('');
    rest = [lines.pop()!];
    yield lines;
  }
  const last = rest.join('') + decoder.decode();
  if (last !== '') yield [last];
}
