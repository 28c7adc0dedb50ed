import { expect, it } from 'vitest';
import { loadRe2 } from './load-re2.ts';

it('should give a working class or nothing, and never throw', async () => {
  const Re2 = await loadRe2();
  if (Re2) expect(new Re2('a(b)', 'du').exec('xab')!.indices![1]).toEqual([2, 3]);
});
