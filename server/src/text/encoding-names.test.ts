import { describe, expect, it } from 'vitest';
import { isCodecName, moduleOfEncoding } from './encoding-names.ts';

describe('the name of an encoding', () => {
  it.each([
    ['UTF-8', 'utf_8'],
    ['utf 8', 'utf_8'],
    ['U8', 'utf_8'],
    ['ISO-8859-15', 'iso8859_15'],
    ['windows-1252', 'cp1252'],
  ])('should be read as Python reads it: %s', (name, module) => {
    expect(moduleOfEncoding(name)).toBe(module);
    expect(isCodecName(name)).toBe(true);
  });

  it.each(['', 'utf-9', 'utf8mb4', 'ansi', 'mbcs', 'utf-8-bom'])('should be none: %s', (name) => {
    expect(isCodecName(name)).toBe(false);
  });

  it.each(['hex', 'rot-13', 'idna'])('should be known though no log is read in it: %s', (name) => {
    expect(moduleOfEncoding(name)).toBeUndefined();
    expect(isCodecName(name)).toBe(true);
  });
});
