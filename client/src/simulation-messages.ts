import type { SimulationFormat, SimulationLink, SimulationPage, WhatIfPage } from '../../server/src/protocol.ts';

/** To the page of a simulation. */
export type SimulationMessage =
  | { readonly type: 'page'; readonly page: SimulationPage }
  | { readonly type: 'whatIf'; readonly whatIf: WhatIfPage }
  /** The restarts that the report is of, as they were written; `problem`: why the last one is none of them. */
  | { readonly type: 'restarts'; readonly restarts: readonly string[]; readonly problem: string }
  /** Said above what is shown, or in its place; `isStale`: what is shown is of before. */
  | { readonly type: 'status'; readonly text: string; readonly isStale: boolean };

/** From the page of a simulation. */
export type SimulationRequest =
  | { readonly type: 'ready' }
  /** Other jails are to be shown together. */
  | { readonly type: 'jails' }
  | { readonly type: 'open'; readonly link: SimulationLink }
  /** `tried`: the jail, by its number. `bantime`: null for its own. */
  | { readonly type: 'whatIf'; readonly tried: number; readonly bantime: number | null }
  /** The server is restarted at a moment, too, as it is written; or not any more. */
  | { readonly type: 'restart'; readonly moment: string }
  | { readonly type: 'noRestart'; readonly moment: string }
  | { readonly type: 'export'; readonly format: SimulationFormat };
