import { randomPattern } from '../../conformance/regex-generator.ts';
import type { Random } from '../../conformance/random.ts';
import type { Chances } from '../attack.ts';
import { ask, brokenPromises, brokenXml, hostileText, makeTries, type Question } from '../ask-command-line.ts';

/** Hostile ids, words and names in what diff, simulate and regex write for other programs: Markdown, CSV, HTML, SVG. */
export function attackWithReports(chances: Chances): Promise<string> {
  return makeTries(chances, () => {
    const question = createQuestion(chances.random);
    return {
      input: question,
      hold: async () => {
        const answer = await ask(question);
        return [
          ...brokenPromises(question, answer),
          ...(answer.code < 2 ? brokenReport(question.args, answer.out) : []),
        ];
      },
    };
  });
}

/** Stands where text gets out of its place in a page, a table or a formula. */
const mark = 'hostile7';
const escapes = [
  `<${mark}>`,
  `</script><${mark}>`,
  `]]><${mark}>`,
  `--><${mark}>`,
  `"><${mark}>`,
  `' ${mark}='`,
  `=${mark}()`,
  `\`<${mark}>\``,
  `\\<${mark}>`,
  `\\|<${mark}>`,
  '=1|2',
  '+a,"b',
  '@x',
  '-x\t',
] as const;

function createQuestion(random: Random): Question {
  const word = (): string =>
    (random.chance(60) ? random.pick(escapes) : hostileText(random, 2)).replaceAll(/[\n\r]/g, '\\n');
  const line = (): string =>
    `2026-11-28T10:0${random.int(10)}:0${random.int(10)}Z ${random.pick(['bad', 'worse', 'good'])} ${word()}\n`;
  const jail = random.chance(70) ? 'j' : word().replaceAll(/[[\]\s]/g, '');
  const files = {
    '/work/x.log': Array.from({ length: 1 + random.int(12) }, line).join(''),
    '/work/c/filter.d/a.conf': '[Definition]\nfailregex = ^\\s*bad <F-ID>.+</F-ID>$\n',
    '/work/c/filter.d/b.conf': '[Definition]\nfailregex = ^\\s*(?:bad|worse) <F-ID>.+?</F-ID>\\s*$\n',
    '/work/c/jail.conf': `[${jail}]\nenabled = true\nfilter = a\nlogpath = /x\naction =\nmaxretry = 1\nbantime = ${random.pick(['60', '-1', word()])}\n`,
  };
  const limits = ['--regex-timeout', '0.05'];
  const pattern = random.pick([randomPattern(random), `(?P<x>${word()})|<HOST>`, `[${word()}] <F-USER>a</F-USER>`]);
  const format = (...formats: string[]): string[] => ['--format', random.pick(formats)];
  const simulate = ['simulate', 'x.log', '--jail', jail, '-c', 'c', ...limits];
  const diff = ['diff', 'c/filter.d/a.conf', 'c/filter.d/b.conf', 'x.log', ...limits];
  const explain = ['explain', 'x.log', 'c/filter.d/a.conf', '--line-budget', '0.1', ...limits];
  const args = random.pick([
    [...simulate, ...format('html', 'csv', 'markdown', 'json', 'text')],
    [...simulate, '--what-if', 'maxretry=1..3', ...format('html', 'markdown')],
    [...diff, ...format('markdown', 'json', 'text')],
    ['regex', '--svg', '--', pattern],
    ['regex', '--words', ...random.pick([[], ['--format', 'json']]), '--', pattern],
    [...explain, ...format('json', 'text')],
  ]);
  return { args, files, stdin: '', isTerminal: random.chance(30) };
}

function brokenReport(args: readonly string[], out: string): string[] {
  const format = args[args.indexOf('--format') + 1];
  if (args.includes('--svg')) return out.startsWith('<') ? brokenXml(out) : [];
  if (format === 'html') return new RegExp(`<[^>]*\\b${mark}`).test(out) ? ['HTML: text became an element'] : [];
  if (format === 'csv') return brokenCsv(out);
  return format === 'markdown' ? brokenMarkdown(out) : [];
}

/** Rows of the same length, quotes that are closed, and no text that a spreadsheet takes for a formula. */
function brokenCsv(text: string): string[] {
  const rows: string[][] = [];
  let rest = text;
  let row: string[] = [];
  while (rest !== '') {
    const field = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!field) return ['CSV: a field that is none'];
    row.push(field[1] === undefined ? field[2]! : field[1].replaceAll('""', '"'));
    if (field[3] !== ',') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(field[0].length);
  }
  const broken: string[] = [];
  if (row.length > 0 || rows.some(({ length }) => length !== rows[0]!.length))
    broken.push('CSV: rows of other lengths');
  if (rows.flat().some((field) => /^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/.test(field))) broken.push('CSV: a formula');
  return broken;
}

/** Tables whose rows are as long as their heads, and no element outside of code. */
function brokenMarkdown(text: string): string[] {
  const broken = new Set<string>();
  let columns = 0;
  for (const line of text.split('\n')) {
    const isRow = line.startsWith('|');
    const cells = isRow ? line.replaceAll(/\\[\\|]/g, '').split('|').length : 0;
    if (isRow && columns > 0 && cells !== columns)
      broken.add(`Markdown: a row of ${cells} cells in a table of ${columns}`);
    columns = cells;
    const outside = line.replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replaceAll(/\\[\\<&]/g, '');
    if (new RegExp(`<[^>]*${mark}`).test(outside)) broken.add('Markdown: text became an element');
  }
  return [...broken];
}
