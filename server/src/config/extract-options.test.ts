import { describe, expect, it } from 'vitest';
import { MappedText } from '../text/mapped-text.ts';
import { attempt, isFailure } from './errors.ts';
import { extractOptions } from './extract-options.ts';
import type { Fail2banVersion } from './fail2ban-version.ts';

function extract(text: string, fail2ban: Fail2banVersion = '1.1'): string {
  const parsed = attempt(() => extractOptions(MappedText.exact(text, 'f', 100), fail2ban));
  if (isFailure(parsed)) return `error: ${parsed.error}`;
  return JSON.stringify([
    parsed.name.text,
    Object.fromEntries([...parsed.options].map(([key, value]) => [key, value.text])),
  ]);
}

describe('extractOptions', () => {
  it.each([
    ['f', '["f",{}]'],
    ['f ', '["f ",{}]'],
    ['f[]', '["f",{}]'],
    ['f [a=1] \n', '["f ",{"a":"1"}]'],
    ['f[a=1,]', '["f",{"a":"1"}]'],
    ['f[a=1][b=2] ', '["f",{"a":"1","b":"2"}]'],
    ['f[a=1] [b=2]', '["f",{"a":"1","b":"2"}]'],
    ['f[a= 1 , b=2]', '["f",{"a":"1","b":"2"}]'],
    ['f[a=]', '["f",{"a":""}]'],
    ['f[a=1 b=2]', '["f",{"a":"1 b=2"}]'],
    [`f[a="x,y]z", b='q"r']`, '["f",{"a":"x,y]z","b":"q\\"r"}]'],
    ['f[a="un,b=2]', '["f",{"a":"\\"un","b":"2"}]'],
    ['f[a=1,A=2,a=3]', '["f",{"a":"3","A":"2"}]'],
    ['f[a-b.c_d=1,\n é="2\n3"]', '["f",{"a-b.c_d":"1","é":"2\\n3"}]'],
  ])('should take %j apart', (text, expected) => {
    expect(extract(text)).toBe(expected);
  });

  it.each([
    ['', 'unexpected option syntax'],
    ['[a=1]', 'unexpected option syntax'],
    ['f[a=1', 'unexpected option syntax'],
    ['f[a=1]x', 'unexpected option syntax'],
    ['f[a="1" , b=2]', `unexpected syntax at 5 after option 'a':  , b=2`],
    ['f[a=1]]', `unexpected syntax at 3 after option 'a': ]`],
    ['f[a = 1]', 'expected option, wrong syntax at 0: a = 1'],
    ['f[,a=1]', 'expected option, wrong syntax at 0: ,a=1'],
    ['f[a=1,,b=2]', 'expected option, wrong syntax at 4: ,b=2'],
    ['f[a]', 'expected option, wrong syntax at 0: a'],
    ['f[é=😀,b]', 'expected option, wrong syntax at 4: b'],
    [`f[${'x'.repeat(40)}]`, `expected option, wrong syntax at 0: ${'x'.repeat(25)}`],
  ])('should refuse %j', (text, message) => {
    expect(extract(text)).toBe(`error: ${message}`);
  });

  it('should know conditional options from 1.1.1 on', () => {
    expect(extract('f[x?family=inet6="Q"]')).toBe('["f",{"x?family=inet6":"Q"}]');
    for (const before of ['1.0', '1.1.0'] as const)
      expect(extract('f[x?family=inet6="Q"]', before)).toBe(
        'error: expected option, wrong syntax at 0: x?family=inet6="Q"',
      );
  });

  it('should keep where names, values and errors are written', () => {
    const { options, names } = extractOptions(MappedText.exact('f[mode=" x "]', 'f', 100), '1.1');
    expect(options.get('mode')!.whereToEdit({ start: 0, end: 1 })).toEqual({
      file: 'f',
      span: { start: 109, end: 110 },
    });
    expect(names.get('mode')!.whereToEdit({ start: 0, end: 4 })).toEqual({ file: 'f', span: { start: 102, end: 106 } });
    expect(attempt(() => extractOptions(MappedText.exact('f[a = 1]', 'f', 100), '1.1'))).toMatchObject({
      place: { file: 'f', span: { start: 102, end: 107 } },
    });
  });
});
