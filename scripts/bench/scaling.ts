import { writeFileSync } from 'node:fs';
import { prepareAccess, type Work } from './works.ts';

const lineCounts = [200, 2_000, 20_000, 200_000, 2_000_000];
const regexCounts = [1, 10, 100, 1_000];

interface Point {
  readonly lines: number;
  readonly seconds: number;
}

interface Curve {
  readonly regexes: number;
  readonly points: readonly Point[];
}

/** How the work grows with the log and with the filter, as an SVG. `measure`: what one count takes of all processors, in seconds. */
export async function measureScaling(
  path: string,
  measure: (work: Pick<Work, 'log' | 'filter'>) => Promise<number>,
): Promise<void> {
  const curves: Curve[] = [];
  for (const regexes of regexCounts) {
    const points: Point[] = [];
    for (const lines of lineCounts) points.push({ lines, seconds: await measure(prepareAccess(lines, regexes)) });
    curves.push({ regexes, points });
    console.log(
      `${regexes} regexes: ${points.map(({ lines, seconds }) => `${lines}: ${seconds.toFixed(2)} s`).join(', ')}`,
    );
  }
  writeFileSync(path, drawScaling(curves));
}

const [width, height, left, right, top, bottom] = [660, 360, 60, 150, 20, 50];
const seconds = [0.1, 1, 10];
const lineHeight = 16;
const colours = ['#4477aa', '#228833', '#aa3377', '#ee6677'];

/** Both axes are logarithmic: what is linear rises as the dashed line does. */
function drawScaling(curves: readonly Curve[]): string {
  const [least, most] = [lineCounts[0]!, lineCounts.at(-1)!];
  const share = (value: number, from: number, to: number): number => Math.log(value / from) / Math.log(to / from);
  const x = (lines: number): string => (left + share(lines, least, most) * (width - left - right)).toFixed(1);
  const y = (time: number): string =>
    (height - bottom - share(time, seconds[0]! / 2, seconds.at(-1)!) * (height - top - bottom)).toFixed(1);
  const text = (at: string, below: string, said: string, anchor: string): string =>
    `<text x="${at}" y="${below}" text-anchor="${anchor}">${said}</text>`;
  const grid = [
    ...lineCounts.flatMap((lines) => [
      `<path class="grid" d="M${x(lines)} ${top}V${height - bottom}"/>`,
      text(x(lines), String(height - bottom + 18), lines.toLocaleString('en'), 'middle'),
    ]),
    ...seconds.flatMap((time) => [
      `<path class="grid" d="M${left} ${y(time)}H${width - right}"/>`,
      text(String(left - 6), y(time), `${time} s`, 'end'),
    ]),
    text(
      String((left + width - right) / 2),
      String(height - 10),
      'lines of the log; seconds of all processors',
      'middle',
    ),
  ];
  const linear = `<path class="linear" d="M${x(most / 50)} ${y(0.2)}L${x(most)} ${y(10)}"/>`;
  /** From the top, none over another. */
  const labelled: number[] = [];
  for (const { points } of [...curves].reverse())
    labelled.unshift(Math.max(Number(y(points.at(-1)!.seconds)) + 4, (labelled[0] ?? -Infinity) + lineHeight));
  const drawn = curves.map(({ regexes, points }, i) => {
    const path = points.map(({ lines, seconds: time }, at) => `${at === 0 ? 'M' : 'L'}${x(lines)} ${y(time)}`).join('');
    const last = points.at(-1)!;
    const label = `${regexes.toLocaleString('en')} regex${regexes === 1 ? '' : 'es'}, ${last.seconds.toFixed(1)} s`;
    return [
      `<path fill="none" stroke="${colours[i]}" stroke-width="2" d="${path}"/>`,
      ...points.map(
        ({ lines, seconds: time }) => `<circle fill="${colours[i]}" cx="${x(lines)}" cy="${y(time)}" r="3"/>`,
      ),
      `<text x="${width - right + 8}" y="${labelled[i]!.toFixed(1)}" fill="${colours[i]}">${label}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Seconds by lines and regexes">
<style>text{font:12px sans-serif}.grid{stroke:#ccc}.linear{stroke:#888;stroke-dasharray:4}</style>
<rect width="100%" height="100%" fill="#fff"/>
${[...grid, linear, ...drawn].join('\n')}
</svg>
`;
}
