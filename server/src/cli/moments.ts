import { createMomentReader, inOrder, momentAdvice } from '../simulate/read-moment.ts';
import { UsageError } from './command.ts';

/** The values of an option as seconds since 1970, in order; without a zone in the one that moments are told in. Throws UsageError. */
export function momentsOf(option: string, values: readonly string[] | undefined, timeZone: string): number[] {
  const read = createMomentReader(timeZone);
  return inOrder(
    (values ?? []).map((value) => {
      const found = read(value);
      if (found === undefined) throw new UsageError(`${option} ${value}: ${momentAdvice}`);
      return found;
    }),
  );
}
