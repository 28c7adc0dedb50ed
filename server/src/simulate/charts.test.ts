import { expect, it } from 'vitest';
import { svgText } from '../diagram/svg.ts';
import { chartsOf } from './charts.ts';
import type { BanReport, SimulationReport } from './report.ts';

const ban = (id: string, time: number, until: number | null, dropped: number): BanReport => ({
  jail: 'j',
  id,
  time,
  until,
  attempts: 3,
  count: 1,
  bancount: 1,
  wait: 2,
  dropped,
  log: 0,
  line: time,
});

const report = {
  span: { start: 100, end: 200 },
  totals: { attempts: 7 },
  load: { start: 100, step: 50, kept: [3, 0, 1], dropped: [0, 3, 0] },
  bans: [ban('192.0.2.1', 120, 150, 1), ban('<b>&"', 130, null, 2)],
} as unknown as SimulationReport;

it('should draw attempts over time and bans by address, each part with its lines', () => {
  const [load, bans] = chartsOf(report, 'UTC');
  expect(load!.links).toEqual([
    { attempts: { from: 100, to: 150 } },
    { attempts: { from: 150, to: 200 } },
    { attempts: { from: 200, to: 250 } },
  ]);
  // The address whose bans drop most comes first.
  expect(bans!.links).toEqual([
    { attempts: { id: '<b>&"' } },
    { log: 0, line: 130 },
    { attempts: { id: '192.0.2.1' } },
    { log: 0, line: 120 },
  ]);
  const text = svgText(bans!.svg);
  expect(text).not.toContain('<b>');
  expect(text).toContain('1970-01-01 00:02:10 for ever, 2 dropped');
  expect(svgText(load!.svg)).toContain('1970-01-01 00:02:30 to 1970-01-01 00:03:20: 0 kept, 3 dropped');
});

it('should draw nothing where there is nothing', () =>
  expect(chartsOf({ ...report, load: null, span: null }, 'UTC')).toEqual([]));
