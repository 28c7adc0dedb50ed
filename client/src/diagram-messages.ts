import type { SvgElement } from '../../server/src/protocol.ts';

/** How the diagram is drawn. */
export interface DiagramOptions {
  readonly variables: 'names' | 'values';
  /** Only the part at the cursor. */
  readonly isPart: boolean;
}

/** To the page of the diagram: all that it shows. */
export interface DiagramMessage extends DiagramOptions {
  readonly svg: SvgElement | null;
  /** Said in place of a picture; empty where there is one. */
  readonly text: string;
  /** The part at the cursor; null where it is none. */
  readonly current: number | null;
}

/** From the page of the diagram. */
export type DiagramRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'select'; readonly part: number }
  | { readonly type: 'export' }
  | ({ readonly type: 'options' } & DiagramOptions);
