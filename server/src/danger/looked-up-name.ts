import type { LineDanger } from './danger.ts';
import { configuredPart } from './places.ts';
import type { Probe, ProbedRegex } from './probe.ts';
import { addressSpan } from './proxy-address.ts';
import type { SampleLine } from './sample.ts';

/** A line of the sample that names its client by a name of the net: who owns the zone of his address says what it is looked up as. */
export function findLookedUpName(
  probe: Probe,
  regex: ProbedRegex,
  sample: readonly SampleLine[],
): LineDanger | undefined {
  const { useDns } = probe.texts;
  if (useDns === 'no' || useDns === 'raw') return undefined;
  const named = sample.find(
    ({ id, text }) => /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i.test(id) && probe.find(text, regex.regex)?.group === 'dns',
  );
  return (
    named && {
      kind: 'looked-up-name',
      ...configuredPart(probe, regex.name, addressSpan(regex)),
      proof: { log: named.line, id: named.id, meant: undefined, from: 'sample' },
      fix: undefined,
    }
  );
}
