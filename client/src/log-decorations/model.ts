import type { HitMark, LineMark, Location, RegexResult, RunReport, Settings } from '../../../server/src/protocol.ts';

/** A piece of a hover. `text` and `code` are shown as they are, whatever they hold. */
export type HoverPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly target: Location };

/** One line of a hover. */
export type HoverLine = readonly HoverPart[];

export interface LinePaint {
  readonly line: number;
  readonly hover: readonly HoverLine[];
}

export interface PiecePaint {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** What is painted into a log: each list has its own decoration. */
export interface Paint {
  readonly matched: readonly LinePaint[];
  readonly ignored: readonly LinePaint[];
  readonly missed: readonly LinePaint[];
  /** What makes the failure id: `<HOST>`, `<F-ID>` and their like. */
  readonly hosts: readonly PiecePaint[];
  /** Other named groups. */
  readonly groups: readonly PiecePaint[];
  readonly dates: readonly PiecePaint[];
}

const identityGroups = new Set(['ip4', 'ip6', 'dns', 'fid', 'cidr']);

/** What a report's marks look like. Boxes of the same place are painted once, an identity before another group. */
export function paintOf(
  marks: readonly LineMark[],
  report: RunReport | null,
  settings: Settings['decorations'],
): Paint {
  const ofStatus = (status: LineMark['status']) =>
    marks
      .filter((mark) => mark.status === status)
      .map((mark) => ({ line: mark.line, hover: hoverOf(mark, report?.regexes ?? []) }));
  const hosts = settings.groups ? boxes(marks, (name) => identityGroups.has(name)) : [];
  const others = settings.groups ? boxes(marks, (name) => !identityGroups.has(name)) : [];
  const taken = new Set(hosts.map(placeKey));
  return {
    matched: ofStatus('matched'),
    ignored: ofStatus('ignored'),
    missed: settings.missedLines ? ofStatus('missed') : [],
    hosts,
    groups: others.filter((box) => !taken.has(placeKey(box))),
    dates: settings.dates
      ? marks.flatMap(({ line, date }) => (date && date.piece.end > date.piece.start ? [{ line, ...date.piece }] : []))
      : [],
  };
}

function boxes(marks: readonly LineMark[], accept: (group: string) => boolean): PiecePaint[] {
  const all = marks.flatMap(({ line, hits }) =>
    hits.flatMap(({ groups }) =>
      groups.flatMap(({ name, piece }) =>
        piece && piece.end > piece.start && accept(name) ? [{ line, start: piece.start, end: piece.end }] : [],
      ),
    ),
  );
  return [...new Map(all.map((box) => [placeKey(box), box])).values()];
}

function placeKey({ line, start, end }: PiecePaint): string {
  return `${line}:${start}-${end}`;
}

/** What a line came to and why, for its hover. */
export function hoverOf(mark: LineMark, regexes: readonly RegexResult[]): HoverLine[] {
  return [...statusLines(mark, regexes), ...mark.hits.flatMap((hit) => hitLines(hit, regexes)), ...dateLines(mark)];
}

function statusLines({ status, ignoreregex }: LineMark, regexes: readonly RegexResult[]): HoverLine[] {
  const by =
    ignoreregex === null
      ? undefined
      : regexes.find(({ kind, index }) => kind === 'ignoreregex' && index === ignoreregex);
  switch (status) {
    case 'matched':
      return [[strong('Matched')]];
    case 'ignored':
      return by
        ? [[strong('Ignored'), text(' by '), link(`ignoreregex ${by.index}`, by)], [code(by.pattern)]]
        : [[strong('Ignored')]];
    case 'missed':
      return [[strong('Missed'), text(': no failregex matches')]];
  }
}

function hitLines({ failregex, id, groups }: HitMark, regexes: readonly RegexResult[]): HoverLine[] {
  const regex = regexes.find(({ kind, index }) => kind === 'failregex' && index === failregex);
  return [
    [
      text('by '),
      link(`failregex ${failregex}`, regex),
      text(id === null ? ', pending: no failure id yet' : ', failure id '),
      ...(id === null ? [] : [code(id)]),
    ],
    ...(regex ? [[code(regex.pattern)]] : []),
    ...groups.map(({ name, value }) => [text(`${name} = `), code(value)]),
  ];
}

function dateLines({ date }: LineMark): HoverLine[] {
  if (!date) return [[text('No date found')]];
  const read = date.time === null ? 'not usable' : moment(date.time);
  return [[text('Date '), code(date.text), text(` read as ${read} by `), code(date.template)]];
}

/** A TAI64N stamp can lie beyond all calendars. */
function moment(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} seconds since 1970` : date.toISOString().replace('.000Z', 'Z');
}

function text(value: string): HoverPart {
  return { type: 'text', text: value };
}

function strong(value: string): HoverPart {
  return { type: 'strong', text: value };
}

function code(value: string): HoverPart {
  return { type: 'code', text: value };
}

function link(words: string, regex: RegexResult | undefined): HoverPart {
  return regex?.location ? { type: 'link', text: words, target: regex.location } : text(words);
}
