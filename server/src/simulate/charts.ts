import type { SimulationChart } from '../protocol.ts';
import { amount, plural } from '../text/amounts.ts';
import {
  bottom,
  element,
  left,
  legend,
  Links,
  type Moment,
  picture,
  right,
  timeAxis,
  top,
  width,
} from './chart-parts.ts';
import type { LoadReport } from './load.ts';
import type { BanReport, SimulationReport } from './report.ts';
import { attemptsLink, banLink } from './simulation-link.ts';
import { createMoments } from './words.ts';

/** The pictures of a report, as far as there is something to draw. Colours are the page's: classes `kept`, `dropped`, `ban`. */
export function chartsOf(report: SimulationReport, timeZone: string): SimulationChart[] {
  const { load, span, bans, totals } = report;
  const moment = createMoments(timeZone);
  return [
    ...(load && totals.attempts > 0 ? [loadChart(load, moment)] : []),
    ...(span && span.end > span.start && bans.length > 0 ? [banChart(bans, span, moment)] : []),
  ];
}

/** Attempts over time: those that reach the server below, those that are dropped above them. */
function loadChart({ start, step, kept, dropped }: LoadReport, moment: Moment): SimulationChart {
  const height = 240;
  const links = new Links();
  const most = ceiling(Math.max(1, ...kept.map((count, i) => count + dropped[i]!)));
  const barWidth = (width - right - left) / kept.length;
  const scale = (height - top - bottom) / most;
  const base = height - bottom;
  const bars = kept.map((count, i) => {
    const [from, to] = [start + i * step, start + (i + 1) * step];
    const off = dropped[i]!;
    const at = { x: left + i * barWidth, width: Math.max(0.5, barWidth - (barWidth > 4 ? 1 : 0)) };
    return links.part(
      attemptsLink({ from, to }),
      `${moment(from)} to ${moment(to)}: ${amount(count)} kept, ${amount(off)} dropped`,
      element('rect', { ...at, class: 'hit', y: top, height: base - top }),
      ...(count > 0 ? [element('rect', { ...at, class: 'kept', y: base - count * scale, height: count * scale })] : []),
      ...(off > 0
        ? [element('rect', { ...at, class: 'dropped', y: base - (count + off) * scale, height: off * scale })]
        : []),
    );
  });
  const lines = [0, most / 2, most].flatMap((count) => {
    const y = base - count * scale;
    return [
      element('path', { class: 'axis', d: `M${left} ${y}H${width - right}` }),
      element('text', { x: left - 6, y: y + 4, 'text-anchor': 'end' }, amount(count)),
    ];
  });
  return {
    title: 'Attempts over time',
    about: `In steps of ${stepWords(step)}: those that reach the server, and above them those that the firewall drops.`,
    links: links.all,
    svg: picture(height, 'Attempts over time', [
      ...lines,
      ...bars,
      ...timeAxis({ start, end: start + kept.length * step }, base, moment),
      ...legend([
        ['kept', 'reach the server'],
        ['dropped', 'dropped'],
      ]),
    ]),
  };
}

/** So many addresses are drawn. */
const drawnAddresses = 30;
/** And so many bans of each. */
const drawnBans = 200;
const rowHeight = 18;

/** The addresses whose bans drop most, and when they are banned. */
function banChart(
  bans: readonly BanReport[],
  span: { readonly start: number; readonly end: number },
  moment: Moment,
): SimulationChart {
  const byId = new Map<string, { dropped: number; bans: BanReport[] }>();
  for (const ban of bans) {
    const of = byId.get(ban.id) ?? { dropped: 0, bans: [] };
    byId.set(ban.id, of);
    of.dropped += ban.dropped;
    of.bans.push(ban);
  }
  const shown = [...byId].sort(([, a], [, b]) => b.dropped - a.dropped).slice(0, drawnAddresses);
  const links = new Links();
  const labels = 200;
  const scale = (width - right - labels) / (span.end - span.start);
  const x = (seconds: number): number =>
    labels + (Math.min(span.end, Math.max(span.start, seconds)) - span.start) * scale;
  const height = top + shown.length * rowHeight + bottom;
  const rows = shown.flatMap(([id, of], i) => {
    const y = top + i * rowHeight;
    return [
      links.part(
        attemptsLink({ id }),
        `${id}: ${plural(of.bans.length, 'ban')}, ${plural(of.dropped, 'attempt')} dropped`,
        element('rect', { class: 'hit', x: 0, y, width: labels - 8, height: rowHeight }),
        element('text', { x: labels - 10, y: y + 13, 'text-anchor': 'end' }, shortened(id)),
      ),
      element('path', { class: 'axis', d: `M${labels} ${y + rowHeight / 2}H${width - right}` }),
      ...of.bans.slice(0, drawnBans).map((ban) =>
        links.part(
          banLink(ban),
          `${id}, ban ${ban.count}: ${moment(ban.time)} ${ban.until === null ? 'for ever' : `to ${moment(ban.until)}`}, ${amount(ban.dropped)} dropped`,
          element('rect', {
            class: 'ban',
            x: x(ban.time),
            y: y + 3,
            width: Math.max(2, x(ban.until ?? Infinity) - x(ban.time)),
            height: rowHeight - 6,
          }),
        ),
      ),
    ];
  });
  const others = shown.length < byId.size ? `; ${amount(byId.size - shown.length)} more addresses are banned` : '';
  return {
    title: 'Bans over time',
    about: `When each address is banned, those with most dropped attempts first${others}.`,
    links: links.all,
    svg: picture(height, 'Bans over time', [...rows, ...timeAxis(span, height - bottom, moment, labels)]),
  };
}

/** A number that reads well, and its half too. */
function ceiling(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return Math.max(
    2,
    [1, 2, 4, 6, 8, 10].map((factor) => factor * size).find((one) => one >= value)!,
  );
}

function stepWords(seconds: number): string {
  const [size, unit] =
    seconds % 86400 === 0
      ? [86400, 'day']
      : seconds % 3600 === 0
        ? [3600, 'hour']
        : seconds % 60 === 0
          ? [60, 'minute']
          : [1, 'second'];
  return plural(seconds / Number(size), String(unit));
}

function shortened(id: string): string {
  return id.length > 28 ? `${id.slice(0, 27)}…` : id;
}
