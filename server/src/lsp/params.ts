import {
  attemptFates,
  changeKinds,
  lineStatuses,
  regexKinds,
  simulationFormats,
  type LensNotificationsToServer,
  type LensRequests,
} from '../protocol.ts';

/**
 * Says what is wrong with what a client sent, in words that begin with `at`, the value's name; undefined where nothing is.
 * Members that nobody asks for may be there and be anything.
 */
export type Check = (value: unknown, at: string) => string | undefined;

export const anything: Check = () => undefined;

export const text: Check = (value, at) => (typeof value === 'string' ? undefined : `${at} must be text`);

export const integer: Check = (value, at) => (Number.isSafeInteger(value) ? undefined : `${at} must be a whole number`);

/** A line, a character, an index: LSP's `uinteger`. */
export const count: Check = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : `${at} must be a whole number, 0 or more`;

export function oneOf(values: readonly unknown[]): Check {
  return (value, at) => (values.includes(value) ? undefined : `${at} must be one of ${values.join(', ')}`);
}

/** `empty`: null for what must be there, undefined for what may be left out. */
export function or(empty: null | undefined, check: Check): Check {
  return (value, at) => (value === empty ? undefined : check(value, at));
}

export function list(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return `${at} must be a list`;
    for (const [i, one] of value.entries()) {
      const wrong = check(one, `${at}[${i}]`);
      if (wrong) return wrong;
    }
    return undefined;
  };
}

export function shape(members: Readonly<Record<string, Check>>): Check {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} must be an object`;
    for (const [name, check] of Object.entries(members)) {
      const wrong = check((value as Record<string, unknown>)[name], `${at}.${name}`);
      if (wrong) return wrong;
    }
    return undefined;
  };
}

/** An object whose members, whatever their names, are alike. */
function record(check: Check): Check {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} must be an object`;
    for (const [name, one] of Object.entries(value)) {
      const wrong = check(one, `${at}.${name}`);
      if (wrong) return wrong;
    }
    return undefined;
  };
}

/** The first check that takes the value; the words are those of the last. */
function either(...checks: readonly Check[]): Check {
  return (value, at) => {
    let wrong: string | undefined;
    for (const check of checks) {
      wrong = check(value, at);
      if (!wrong) return undefined;
    }
    return wrong;
  };
}

export const position = shape({ line: count, character: count });
export const range = shape({ start: position, end: position });
const document = { textDocument: shape({ uri: text }) };

/** What requests of LSP about one document must hold. */
export const ofDocument = shape(document);
export const ofPosition = shape({ ...document, position });
export const ofRange = shape({ ...document, range });

export function ofDocumentAnd(members: Readonly<Record<string, Check>>): Check {
  return shape({ ...document, ...members });
}

/** What notifications of LSP must hold. */
export const notifications = {
  didOpen: shape({ textDocument: shape({ uri: text, languageId: text, version: integer, text }) }),
  didChange: shape({
    textDocument: shape({ uri: text, version: integer }),
    contentChanges: list(shape({ text, range: or(undefined, range) })),
  }),
  didClose: ofDocument,
  didChangeWatchedFiles: shape({ changes: list(shape({ uri: text })) }),
  folders: shape({ added: list(shape({ uri: text })), removed: list(shape({ uri: text })) }),
} as const;

const subject = shape({ uri: text, jail: or(undefined, text) });
const status = oneOf(lineStatuses);
const selection = either(shape({ status }), shape({ kind: oneOf(regexKinds), index: count }));
const change = shape({ change: oneOf([...changeKinds, 'any']) });
const simulated = { subject, others: or(undefined, list(subject)), restarts: or(undefined, list(text)) };
const ofLog = { subject, log: text };
const moment: Check = (value, at) => (typeof value === 'number' ? undefined : `${at} must be a number`);
const attempts = shape({
  id: or(undefined, text),
  network: or(undefined, text),
  fate: or(undefined, oneOf(attemptFates)),
  from: or(undefined, moment),
  to: or(undefined, moment),
});
const diagram = shape({ uri: text, range, variables: oneOf(['names', 'values']), isPart: oneOf([true, false]) });

/** What our own requests and notifications must hold: docs/protocol.md. */
export const lens: Readonly<Record<keyof LensRequests | keyof LensNotificationsToServer, Check>> = {
  samples: shape({ subject }),
  filters: shape({ log: or(null, text) }),
  test: shape({ subject, logs: or(null, list(text)) }),
  state: shape({ subject }),
  marks: shape({ ...ofLog, from: integer, to: integer }),
  overview: shape({ ...ofLog, limit: integer }),
  nextLine: shape({ ...ofLog, line: integer, direction: oneOf([1, -1]), selection }),
  why: shape({ ...ofLog, line: count }),
  fixes: shape({ ...ofLog, line: count }),
  part: shape({ ...ofLog, uri: text, position, from: integer, to: integer }),
  breakdown: shape({ subject }),
  changes: shape({ subject }),
  lines: shape({
    subject,
    selection: either(shape({ shape: text }), change, selection),
    offset: integer,
    limit: integer,
  }),
  regexWords: shape({ uri: text, range }),
  regexDiagram: diagram,
  regexSvg: diagram,
  simulation: shape(simulated),
  banMarks: shape({ ...ofLog, from: integer, to: integer }),
  whatIf: shape({ ...simulated, tried: count, bantime: or(null, integer) }),
  simulationText: shape({ ...simulated, format: oneOf(simulationFormats) }),
  document: shape({
    document: either(
      shape({ kind: oneOf(['log']), log: text }),
      shape({ kind: oneOf(['builtin']), place: text }),
      shape({ kind: oneOf(['rule']), rule: text }),
      shape({ kind: oneOf(['lines']), subject, status }),
      shape({ kind: oneOf(['attempts']), ...simulated, attempts }),
      shape({ kind: oneOf(['expanded', 'effective', 'changes']), subject }),
    ),
  }),
  filterTests: shape({ uris: list(text) }),
  verify: shape({ filter: text, samples: list(text) }),
  record: shape({
    filter: text,
    text,
    firstLine: count,
    pick: oneOf(['fewest', 'all', 'asIs']),
    options: or(undefined, record(text)),
  }),
  unnoticed: shape({ filter: text }),
  pack: shape({ filter: text, unsaved: list(text), archive: or(null, text) }),
  commandLine: shape({ subject }),
  // Whatever is missing or wrong in a context is empty.
  context: anything,
  cancel: shape({ subject }),
  baselines: shape({
    baselines: list(
      either(
        shape({ kind: oneOf(['packaged']) }),
        shape({ kind: oneOf(['configuration']), folder: text }),
        shape({
          kind: oneOf(['revision']),
          folder: text,
          name: text,
          isAsked: oneOf([true, false]),
          files: list(shape({ uri: text, text: or(null, text) })),
        }),
      ),
    ),
  }),
};
