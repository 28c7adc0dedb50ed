import type { SvgElement } from '../../server/src/protocol.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
const elements = new Set(['svg', 'g', 'path', 'rect', 'text', 'title']);
const attributes = new Set(
  'class d x y rx ry width height viewBox transform text-anchor data-part data-link tabindex role aria-label'.split(
    ' ',
  ),
);

/** A picture of known elements and attributes; text is only ever made a text node. */
export function buildSvg({ name, attributes: given, children }: SvgElement): SVGElement {
  if (!elements.has(name)) throw new Error(`no element of a picture: ${name}`);
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(given)) if (attributes.has(key)) element.setAttribute(key, value);
  for (const child of children)
    element.append(typeof child === 'string' ? document.createTextNode(child) : buildSvg(child));
  return element;
}
