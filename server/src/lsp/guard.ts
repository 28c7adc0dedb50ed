import type { Check } from './params.ts';
import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';

/** Where the server writes what went wrong inside it: the client's output channel. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
}

/** Said to the user: the request fails with exactly this message. */
export class UserError extends ResponseError<void> {
  constructor(message: string) {
    super(LSPErrorCodes.RequestFailed, message);
  }
}

export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

type Handler<P, R> = (params: P, token: CancellationToken) => R | Promise<R>;

/**
 * A handler whose failure ends nothing: it is logged with its stack, and the client gets `fallback`. What is meant for
 * the client (ResponseError) goes through. A request that is cancelled before its turn comes is not worked on; one whose
 * parameters are not what it `needs` is answered with InvalidParams, in words.
 */
export function guarded<P, R>(
  log: Log,
  name: string,
  needs: Check,
  fallback: R,
  handle: Handler<P, R>,
): (params: P, token: CancellationToken) => Promise<R> {
  return caught(log, name, needs, handle, () => fallback);
}

/** As `guarded`, for requests that have no harmless answer: the client is told that it failed. */
export function guardedOrFail<P, R>(
  log: Log,
  name: string,
  needs: Check,
  handle: Handler<P, R>,
): (params: P, token: CancellationToken) => Promise<R> {
  return caught(log, name, needs, handle, (error) => {
    throw new ResponseError(ErrorCodes.InternalError, `${name} failed: ${(error as Error).message ?? String(error)}`);
  });
}

function caught<P, R>(
  log: Log,
  name: string,
  needs: Check,
  handle: Handler<P, R>,
  onFailure: (error: unknown) => R,
): (params: P, token: CancellationToken) => Promise<R> {
  return async (...sent: unknown[]) => {
    // Without parameters the token comes alone; a list of parameters comes as so many arguments.
    const token = sent.at(-1) as CancellationToken;
    const params = sent.length > 1 ? sent[0] : undefined;
    if (token.isCancellationRequested) throw cancelled();
    const wrong = needs(params, 'params');
    if (wrong) throw new ResponseError(ErrorCodes.InvalidParams, `${name}: ${wrong}`);
    try {
      return await handle(params as P, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log.error(`${name}: ${describe(error)}`);
      return onFailure(error);
    }
  };
}

/**
 * A notification or event handler whose failure is logged and ends nothing. One whose parameters are not what it `needs` is not heard:
 * the log tells, in words.
 */
export function guardedEvent<P>(
  log: Log,
  name: string,
  needs: Check,
  handle: (params: P) => void | Promise<void>,
): (params: P) => void {
  const failed = (error: unknown): void => log.error(`${name}: ${describe(error)}`);
  return (params) => {
    const wrong = needs(params, 'params');
    if (wrong) return log.warn(`${name}: ${wrong}`);
    try {
      void Promise.resolve(handle(params)).catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
