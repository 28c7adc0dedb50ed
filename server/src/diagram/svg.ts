import type { SvgElement } from '../protocol.ts';

/** A file of its own: with its colours, for light and dark pages. */
export function svgFile(svg: SvgElement): string {
  const style: SvgElement = { name: 'style', attributes: {}, children: [styleSheet] };
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', ...svg.attributes };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgText({ ...svg, attributes, children: [style, ...svg.children] })}\n`;
}

export function svgText({ name, attributes, children }: SvgElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const inner = children.map((child) => (typeof child === 'string' ? escape(child) : svgText(child)));
  return `<${name}${written.join('')}>${inner.join('')}</${name}>`;
}

/** What XML forbids altogether becomes a replacement character. */
function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(
      /[^\t\n\r\u0020-\ud7ff\ud800-\udfff\ue000-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    );
}

const styleSheet = `
svg { background: #fff; color: #1f2328 }
path { stroke: #57606a; stroke-width: 2; fill: none }
text { font: 13px monospace; text-anchor: middle; fill: #1f2328; white-space: pre }
text.comment { font: italic 12px sans-serif; fill: #57606a }
rect { stroke: #57606a; stroke-width: 1.5; fill: #fff }
.text > rect { fill: #ddf4ff; stroke: #0969da }
.tag > rect { fill: #dafbe1; stroke: #1a7f37 }
.variable > rect { fill: #fff8c5; stroke: #9a6700 }
rect.group-box { fill: none; stroke-dasharray: 6 4 }
@media (prefers-color-scheme: dark) {
  svg { background: #0d1117; color: #e6edf3 }
  path { stroke: #8b949e }
  text { fill: #e6edf3 }
  text.comment { fill: #8b949e }
  rect { stroke: #8b949e; fill: #161b22 }
  .text > rect { fill: #0c2d6b; stroke: #58a6ff }
  .tag > rect { fill: #033a16; stroke: #3fb950 }
  .variable > rect { fill: #4b2900; stroke: #d29922 }
  rect.group-box { fill: none }
}
`;
