import { describe, expect, it } from 'vitest';
import { lintFolder, readMarkedFolder } from '../../testing/check-rule.ts';

function messagesOf(text: string, path: string): string[] {
  const { files } = readMarkedFolder(text, path);
  return lintFolder(files).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
}

describe('what the server does with a filter that it does not take', () => {
  const jail = (enabled: boolean): string =>
    `//- jail.conf\n[j]\nenabled = ${enabled}\nfilter = x\naction = a\nlogpath = /l\n//- action.d/a.conf\n[Definition]\nactionban = echo\n`;
  const wrong = [
    ['a regex that does not compile', 'failregex = ^bad (<HOST>$'],
    ['a regex without a host', 'failregex = ^bad$'],
    ['an empty regex', 'failregex = ^bad <HOST>$\n    <e> <e>\ne ='],
    ['a datepattern', 'failregex = ^bad <HOST>$\ndatepattern = %%'],
    ['maxlines', 'failregex = ^bad <HOST>$\nmaxlines = 0'],
  ] as const;

  it.each(wrong)('should be said plainly where a jail that is on uses it: %s', (_, lines) => {
    expect(messagesOf(`[Definition]\n${lines}\n${jail(true)}`, 'filter.d/x.conf')).toEqual([
      expect.stringContaining('the server does not start'),
    ]);
  });

  it.each(wrong)('should be said with an if where none does: %s', (_, lines) => {
    expect(messagesOf(`[Definition]\n${lines}\n${jail(false)}`, 'filter.d/x.conf')).toEqual([
      expect.stringContaining('the server would not start if a jail that is switched on used this filter'),
    ]);
  });

  it.each(wrong)('should name a jail to come for a filter outside of a configuration folder: %s', (_, lines) => {
    expect(messagesOf(`[Definition]\n${lines}\n`, 'mine/x.conf')).toEqual([
      expect.stringContaining('the server does not start with a jail that uses it'),
    ]);
  });
});
