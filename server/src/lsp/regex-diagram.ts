import { drawRegex, type RegexDiagram } from '../diagram/regex-diagram.ts';
import { svgFile } from '../diagram/svg.ts';
import type { RegexWordsAnswer } from '../features/regex-words.ts';
import type { LensRequests, RegexDiagramParams } from '../protocol.ts';
import { createLocator, regexAt } from './regex-words.ts';
import type { Session } from './session.ts';

/** Pixels after which a row of the picture ends. */
const rowWidth = 900;

/** The regex at a selection as a railroad diagram; null where Python takes none there. */
export function regexDiagram(session: Session, params: RegexDiagramParams): LensRequests['regexDiagram']['result'] {
  const found = regexAt(session, params);
  if (!found) return null;
  const { regex, path } = found;
  const diagram = draw(found, params);
  const locate = createLocator(session);
  // What a tag became is not drawn: the selected part is the innermost one that is.
  const current = path.reduce((last, part) => Math.max(last, diagram?.parts.indexOf(part) ?? -1), -1);
  return {
    kind: regex.role,
    pattern: regex.configured.text,
    svg: diagram?.svg ?? null,
    places: diagram?.parts.map(({ place }) => locate(place)) ?? [],
    current: current < 0 ? null : current,
  };
}

/** The same as the text of a file; null also where there is too much to draw. */
export function regexSvg(session: Session, params: RegexDiagramParams): string | null {
  const found = regexAt(session, params);
  const diagram = found && draw(found, params);
  return diagram ? svgFile(diagram.svg) : null;
}

function draw({ told, path }: RegexWordsAnswer, { variables, isPart }: RegexDiagramParams): RegexDiagram | undefined {
  return drawRegex((isPart && path.at(-1)) || told, { width: rowWidth, variables });
}
