import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFileSystem } from '../../../server/src/host/node-file-system.ts';
import { splitLines } from '../../../server/src/matching/line-block.ts';
import { createRecorder, type Recording } from '../../../server/src/samples/record/record.ts';
import { askOracle } from '../oracle.ts';
import type { RealFail2ban } from '../real-fail2ban.ts';
import type { Difference, Suite } from '../suite.ts';
import { stockSamples, type StockSample } from './fail-json.ts';

/**
 * Samples that `record` makes of fail2ban's test logs, whole and anonymised: fail2ban's own tests are to let them hold, every line of them. A filter of
 * which no line goes through some failregex is left out: those tests end with that.
 */
export const record: Suite = {
  name: 'record',
  asks: 'fail2ban',
  known: [],
  run: async (real) => {
    const folder = mkdtempSync(join(tmpdir(), 'record-'));
    try {
      const recorded = stockSamples(real).map((stock) => ({ stock, recording: recordStock(real, stock) }));
      const whole = recorded.filter(
        ({ recording }) => recording.lines.length > 0 && !recording.uncovered.some((title) => /^failregex/.test(title)),
      );
      const cases = whole.map(({ stock: { name, configDir }, recording }, i) => {
        const files = join(folder, `${i}`);
        mkdirSync(join(files, 'logs'), { recursive: true });
        writeFileSync(join(files, 'logs', name), recording.sample);
        return { id: name, name, config: configDir, files };
      });
      const reasons = await askOracle<(string | null)[]>('samples.py', { cases }, { real });
      const differences = reasons.flatMap((reason, i): Difference[] =>
        reason === null ? [] : [{ id: cases[i]!.id, expected: reason, actual: 'recorded' }],
      );
      const sum = (of: (recording: Recording) => number): number =>
        whole.reduce((total, { recording }) => total + of(recording), 0);
      const lines = sum((one) => one.lines.length);
      return {
        total: lines,
        differences,
        note: `${whole.length} of ${recorded.length} test logs, ${sum((one) => one.leftOut.length)} lines left out`,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function recordStock({ fail2ban }: RealFail2ban, { name, configDir, log }: StockSample): Recording {
  const recorder = createRecorder({
    files: nodeFileSystem,
    fail2ban,
    python: '3.11',
    loadedAt: Date.now() / 1000,
    target: { kind: 'name', name, configDir },
    options: {},
    isOwn: (file) => file.endsWith(`/${name}.conf`),
    pick: 'all',
    nearMisses: 0,
    anonymises: true,
  });
  if (typeof recorder === 'string') throw new Error(`${name}: ${recorder}`);
  const text = readFileSync(log, 'utf8');
  recorder.add(splitLines(text, { firstNumber: 1, isAscii: false }));
  return recorder.finish();
}
