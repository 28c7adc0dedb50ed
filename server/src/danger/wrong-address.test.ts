import { describe, expect, it } from 'vitest';
import { filterTexts } from '../../testing/filter-texts.ts';
import { createProbe } from './probe.ts';
import { readSample } from './sample.ts';
import { findWrongInSample } from './wrong-address.ts';

/** What fail2ban takes of a line, and who is meant. */
function told(failregex: string, line: string): string | undefined {
  const probe = createProbe(filterTexts({ failregex: [failregex] }));
  const found = findWrongInSample(
    probe,
    probe.regexes[0]!,
    readSample(probe, `2026-05-01 10:11:12 ${line}\n`).taken,
  )?.danger;
  return found && `${found.proof.id} for ${found.proof.meant}`;
}

describe('the wrong address of a sample', () => {
  it('should be told with the client, of a list of proxies too', () => {
    expect(told('.*<HOST> /login', '192.0.2.100 /login failed')).toBe('0 for 192.0.2.100');
    expect(told('.*<HOST> /login', '192.0.2.100,127.0.0.1 /login failed')).toBe('1 for 192.0.2.100');
    expect(told('.*<HOST> /login', '192.0.2.100, 198.51.100.2, 127.0.0.1 /login failed')).toBe('1 for 192.0.2.100');
    expect(told('^ <HOST> /login', '192.0.2.100 /login failed')).toBeUndefined();
  });
});
