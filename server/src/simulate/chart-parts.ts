import type { SimulationLink, SvgElement } from '../protocol.ts';

/** Tells a moment, in seconds since 1970, in words. */
export type Moment = (seconds: number) => string;

export const width = 960;
/** Room for the words at the left, above and below. */
export const left = 60;
export const right = 10;
export const top = 26;
export const bottom = 26;

/** Numbers are written to a hundredth. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: (SvgElement | string)[]
): SvgElement {
  const texts = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'number' ? String(Math.round(value * 100) / 100) : value,
  ]);
  return { name, attributes: Object.fromEntries(texts) as Record<string, string>, children };
}

export function picture(height: number, label: string, children: readonly SvgElement[]): SvgElement {
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return element('svg', { ...size, role: 'group', 'aria-label': label }, ...children);
}

/** Parts of a picture that are chosen: by a click, or by the keyboard. */
export class Links {
  readonly all: SimulationLink[] = [];

  part(link: SimulationLink, words: string, ...children: SvgElement[]): SvgElement {
    const number = this.all.push(link) - 1;
    return element(
      'g',
      { class: 'part', 'data-link': String(number), role: 'button', 'aria-label': words },
      element('title', {}, words),
      ...children,
    );
  }
}

/** Some moments below a picture. */
export function timeAxis(
  { start, end }: { readonly start: number; readonly end: number },
  y: number,
  moment: Moment,
  from = left,
): SvgElement[] {
  const count = 4;
  const isShort = end - start < 86400;
  return Array.from({ length: count + 1 }, (_, i) => {
    const at = from + ((width - right - from) * i) / count;
    const anchor = i === 0 ? 'start' : i === count ? 'end' : 'middle';
    const text = moment(start + ((end - start) * i) / count);
    return element(
      'text',
      { x: at, y: y + 17, 'text-anchor': anchor },
      isShort && i > 0 ? text.slice(11) : text.slice(0, 16),
    );
  });
}

export function legend(entries: readonly (readonly [string, string])[]): SvgElement[] {
  return entries.flatMap(([name, words], i) => [
    element('rect', { class: name, x: left + i * 160, y: 4, width: 12, height: 12 }),
    element('text', { x: left + 18 + i * 160, y: 14 }, words),
  ]);
}
