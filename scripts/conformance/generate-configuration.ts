import type { Random } from './random.ts';

/** A configuration folder: path under it -> its bytes as latin-1 text. `ROOT` in a text stands for the folder's own path. */
export type Folder = Readonly<Record<string, string>>;

const optionNames = [
  'failregex',
  'failregex',
  'ignoreregex',
  'prefregex',
  'maxlines',
  'datepattern',
  'journalmatch',
  'usedns',
  'logtype',
  'a',
  'b',
  'c',
  'd',
  'mode',
  'mdre-x',
  'mdre-y',
  '_p',
  'Mixed',
  'date',
  'known/a',
  'x/y',
];
const sectionNames = [
  'DEFAULT',
  'Definition',
  'Definition',
  'Definition',
  'Init',
  'sec',
  'Other-Sec',
  'Definition?family=inet6',
  'Init?family=inet6',
  'KNOWN/Definition',
  'definition',
  ' Definition ',
];
const includable = ['inc1.conf', 'inc2.conf', 'sub/inc3.conf', 'inc1.local', 'common.conf'];
const files = ['f.conf', 'f.local', 'f.d/a.conf', 'f.d/b.conf', 'f.d/z.local', 'f.d/a.local', ...includable];

const plain = [
  '^foo <HOST>$',
  'x',
  'bar',
  '\\S+',
  '1',
  'y z',
  '<F-USER>u</F-USER>',
  '<HOST>',
  'a=b',
  'k: v',
  'é',
  '"q"',
  '%%d',
  '%%',
  '[]',
  '[x]',
  "it's",
  '😀',
  'a;b',
  'a#b',
  '\\',
  '<',
  '>',
  '< a>',
  '<>',
  '<unknown>',
];
const references = [
  '%(a)s',
  '%(b)s',
  '%(c)s',
  '%(d)s',
  '%(_p)s',
  '%(mode)s',
  '%(logtype)s',
  '%(__name__)s',
  '%(default/a)s',
  '%(default/b)s',
  '%(sec/a)s',
  '%(sec/c)s',
  '%(known/failregex)s',
  '%(known/a)s',
  '%(A)s',
  '%(mdre-x)s',
  '%(Mixed)s',
];
const tags = [
  '<a>',
  '<b>',
  '<c>',
  '<d>',
  '<_p>',
  '<mode>',
  '<mdre-<mode>>',
  '<A>',
  '<Mixed>',
  '<mixed>',
  '<known/a>',
  '<sec/a>',
  '<default/b>',
  '<DEFAULT/a>',
  '<logtype>',
  '<lt_<logtype>/a>',
  '<known/failregex>',
  '<failregex>',
  '<x/y>',
  '<a\tb>',
  '<F-<a>>',
];
const bad = [
  '%',
  '%x',
  '%(',
  '%(a)',
  '%()s',
  '%(zz)s',
  '%(Sec/a)s',
  '%(DEFAULT/a)s',
  '%(sec/A)s',
  '%(Known/a)s',
  '%(nosec/a)s',
  '%(a b)s',
  '%(known/zz)s',
  '%(x/y)s',
  ' ; cut',
  '\t;cut',
  '\u00a0; cut',
  '\x0b; c',
];
const badLines = [
  'stray',
  '^b <HOST>',
  '= x',
  ': y',
  '=',
  '[x',
  ']',
  '[]',
  '[]]',
  'no delimiter here',
  '[Definition]',
  '[sec] tail = x',
  '[sec]',
  ' [Init]',
  'failregex = again',
  'FAILREGEX: again',
  'a = 1',
  'a',
  '\ta = tab',
  '   b = indented',
  '; comment',
  '# comment',
  '  # indented comment',
  '\x00',
  'z\x00z = nul',
  '\x0c',
  '\x1c',
  '\x85',
  'é = accent',
  '\xa0nb = space',
  '[DEFAULT]',
];

/** A folder whose main filter is `filter.d/f`; `trouble` (0 to 100) says how much is wrong with it. */
export function generateFolder(random: Random, trouble: number): Folder {
  const chosen = new Set(['f.conf', ...files.filter(() => random.chance(30))]);
  if (random.chance(trouble / 8)) chosen.delete('f.conf');
  const folder: Record<string, string> = {};
  for (const file of chosen)
    folder[`filter.d/${file}`] = toBytes(breakText(random, trouble, generateFile(random, trouble, file)));
  if (Object.keys(folder).length === 0) folder['filter.d/g.conf'] = '[Definition]\n';
  return folder;
}

/** A string of code points up to U+00FF stands for bytes: what is written here is encoded, what `breakText` adds raw is marked. */
function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1').replaceAll(Buffer.from(rawByteMark).toString('latin1'), '\xe9');
}

const rawByteMark = '\ue0e9';

/** What most values refer to, so that most references lead somewhere. */
const groundwork = [
  '[DEFAULT]',
  ...['a', 'b', 'c', 'd', '_p', 'mode'].map((name) => `${name} = <${name.toUpperCase()}0>`),
  '[sec]',
  'a = sec a',
  'c = sec c',
  '',
];

/** An option may name those behind it here, and so never itself. */
const order = ['failregex', 'ignoreregex', 'prefregex', 'mdre-x', 'mdre-y', 'a', 'b', 'c', 'd', '_p', 'mode'];

function generateFile(random: Random, trouble: number, file: string): string {
  const isMain = file.startsWith('f.');
  const lines: string[] = random.chance(30) ? ['# head'] : [];
  if (random.chance(isMain ? 60 : 30)) lines.push(...includesSection(random, trouble));
  if (isMain && !random.chance(trouble)) lines.push(...groundwork);
  const wanted = new Set([
    ...(random.chance(80) ? ['Definition'] : []),
    ...Array.from({ length: random.int(3) }, () => random.pick(sectionNames)),
  ]);
  const sections = [...wanted].filter((section) => section !== 'sec' || !lines.includes('[sec]'));
  for (const section of sections) lines.push(...generateSection(random, trouble, section));
  return `${lines.join('\n')}${random.chance(90) ? '\n' : ''}`;
}

function includesSection(random: Random, trouble: number): string[] {
  const section = random.chance(trouble / 10) ? '[Includes]' : '[INCLUDES]';
  const option = (name: string): string[] => {
    if (!random.chance(60)) return [];
    const names = Array.from({ length: 1 + random.int(2) }, () => includeName(random, trouble));
    return [`${name} = ${names.join('\n         ')}`];
  };
  return [section, ...option('before'), ...option('after'), ...(random.chance(10) ? ['a = included'] : []), ''];
}

function includeName(random: Random, trouble: number): string {
  // Recurses until Python's stack is full, which takes both sides long.
  if (random.chance(trouble / 100)) return './f.conf';
  if (!random.chance(trouble)) return random.pick(includable);
  return random.pick([
    'f.conf',
    'missing.conf',
    './inc1.conf',
    '../filter.d/inc2.conf',
    'inc1.conf inc2.conf',
    '',
    'ROOT/filter.d/inc1.conf',
    '%(a)s.conf',
    'inc%%1.conf',
    'sub',
    '../inc1.conf',
    'f.local',
    'inc1',
    '%(zz)s',
    'inc2.local',
  ]);
}

function generateSection(random: Random, trouble: number, section: string): string[] {
  const names = new Set(Array.from({ length: 1 + random.int(6) }, () => random.pick(optionNames)));
  const lines = [`[${section}]`];
  for (const name of names) {
    const delimiter = random.pick([' = ', ' = ', '=', ': ', ' : ', '\t=\t']);
    lines.push(`${name}${delimiter}${generateValue(random, trouble, name)}`);
    if (random.chance(20)) lines.push('');
  }
  return [...lines, ''];
}

function generateValue(random: Random, trouble: number, name: string): string {
  if (name === 'maxlines' && random.chance(70))
    return random.pick(['5', ' 1_0 ', '0', '-3', 'x', '%(c)s', '<c>', '٣', '+7', '1__0', '1.5']);
  if (name === 'mode' && random.chance(80)) return random.pick(['x', 'y', 'z']);
  if (name === 'logtype') return random.pick(['file', 'short', '']);
  const line = (): string =>
    Array.from({ length: random.int(4) }, () => fragment(random, trouble, name)).join(random.pick(['', ' ']));
  const value = [line()];
  while (random.chance(35))
    value.push(random.pick(['    ', '  ', '\t', ' ', '']) + random.pick(['', '# c ', ';', '']) + line());
  // A continuation line without indentation would be a line of its own.
  return value
    .map((text, i) => (i > 0 && !/^\s/.test(text) && !random.chance(trouble / 4) ? `  ${text}` : text))
    .join('\n');
}

function fragment(random: Random, trouble: number, name: string): string {
  const kind = random.int(100);
  if (kind < trouble / 8) return random.pick(bad);
  if (kind >= 50) return random.pick(plain);
  if (random.chance(trouble / 2)) return random.pick(kind < 25 ? references : tags);
  const behind = order.slice(order.indexOf(name) + 1);
  if (behind.length === 0 || random.chance(10))
    return random.pick([
      '%(default/a)s',
      '%(sec/c)s',
      '%(__name__)s',
      '<sec/a>',
      '<logtype>',
      '<default/b>',
      '<mdre-<mode>>',
    ]);
  return kind < 25 && behind.length > 5 ? `%(${random.pick(behind.slice(-6))})s` : `<${random.pick(behind)}>`;
}

/** Breaks a file's lines and bytes, now and then. */
function breakText(random: Random, trouble: number, whole: string): string {
  let text = whole;
  const insert = (piece: string): void => {
    const lines = text.split('\n');
    lines.splice(random.int(lines.length + 1), 0, piece);
    text = lines.join('\n');
  };
  while (random.chance(trouble / 5)) insert(random.pick(badLines));
  if (random.chance(trouble / 20)) text = `\ufeff${text}`;
  if (random.chance(trouble / 15)) text = text.replaceAll('\n', random.pick(['\r\n', '\r', '\r\r\n', '\n\r']));
  if (random.chance(trouble / 20)) insert(`# latin ${rawByteMark} one`);
  if (random.chance(trouble / 60))
    text += `${'# padding of many blocks\n'.repeat(300 + random.int(400))}# late ${rawByteMark}\n`;
  if (random.chance(trouble / 30))
    text = text
      .split('\n')
      .map((line) => (random.chance(10) ? ` ${line}` : line))
      .join('\n');
  if (random.chance(trouble / 30)) text = text.slice(0, random.int(text.length + 1));
  return text;
}

/** Options as a command line gives them. */
export function generateOptions(random: Random): Record<string, string> {
  const names = [
    'mode',
    'a',
    'b',
    'logtype',
    'Mixed',
    'failregex',
    'maxlines',
    'date',
    'known/a',
    'datepattern',
    'e',
    'A',
  ];
  const values = ['x', 'y', '<b>', '%(a)s', '5', 'new|<known/a>', '<HOST>', '', '<mode>', '50%', 'journal'];
  return Object.fromEntries(Array.from({ length: random.int(3) }, () => [random.pick(names), random.pick(values)]));
}

/** `f[…]` as text, right or nearly so. */
export function generateArgument(random: Random): string {
  const piece = (): string =>
    random.pick([
      'mode=x',
      'a=1',
      'a= 1 ',
      'a=',
      'b="x,y]z"',
      "b='q\"r'",
      'a="1" ',
      'a = 1',
      'c="un',
      'n-a.m_e=5',
      'é=ü',
      'a=1 b=2',
      'a=1]',
      'a=1][b=2',
      'a=1] [b=3',
      '',
      ' ',
      '\n',
      'x',
      '[',
      ']',
      'a=\n1',
      "a='1'x",
      'x?family=inet6="Q"',
      '😀=1',
      'b="😀" z',
      '\t d=1',
    ]);
  const list = Array.from({ length: 1 + random.int(4) }, piece).join(random.pick([',', ',', ', ', ',,', ' ']));
  const tail = random.pick([']', ']', ']', ']', '] ', ']\n', '', ']x', ']]']);
  return random.chance(5)
    ? random.pick(['f', 'f ', '[a=1]', '', 'f\n', 'f[', 'f]', 'f[]', 'f [a=1]'])
    : `f[${list}${tail}`;
}
