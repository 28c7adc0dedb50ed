import type { SimulationFormat, SimulationLink, SimulationPage, WhatIfPage } from '../../server/src/protocol.ts';

/** To the page of a simulation. */
export type SimulationMessage =
  | { readonly type: 'page'; readonly page: SimulationPage }
  | { readonly type: 'whatIf'; readonly whatIf: WhatIfPage }
  /** Said above what is shown, or in its place; `isStale`: what is shown is of before. */
  | { readonly type: 'status'; readonly text: string; readonly isStale: boolean };

/** From the page of a simulation. */
export type SimulationRequest =
  | { readonly type: 'ready' }
  /** Other jails are to be shown together. */
  | { readonly type: 'jails' }
  | { readonly type: 'open'; readonly link: SimulationLink }
  | { readonly type: 'whatIf'; readonly bantime: number }
  | { readonly type: 'export'; readonly format: SimulationFormat };
