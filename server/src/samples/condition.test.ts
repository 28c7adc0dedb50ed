import { expect, it } from 'vitest';
import { holds, UnreadCondition } from './condition.ts';

const scope = { name: 'sshd', options: { mode: 'ddos', logtype: 'journal', 'test.x': '', n: 3 } };

it.each([
  ["name == 'sshd'", true],
  ["name=='sshd'", true],
  ['name != "sshd"', false],
  ["opts.get('mode') == 'ddos'", true],
  ["opts.get('mode')!='aggressive'", true],
  ["opts.get('nothing') is None", true],
  ["opts.get('mode') is not None", true],
  ["opts.get('nothing', 'normal') == 'normal'", true],
  ["opts['mode'] in ('ddos', 'aggressive')", true],
  ["opts.get('mode') not in ['ddos']", false],
  ["'mode' in opts", true],
  ["'toString' in opts", false],
  ["'dd' in opts['mode']", true],
  ["opts.get('logtype') == 'journal' and name == 'x' or opts.get('n') == 3", true],
  ["not (name == 'sshd' and opts.get('test.x'))", true],
  ["opts.get('test.x')", false],
  ["'a\\'b' == \"a'b\"", true],
  ['()', false],
  ['True', true],
])('should read %s as Python does', (condition, expected) => expect(holds(condition, scope)).toBe(expected));

it.each([
  "__import__('os')",
  "opts['none']",
  'name ==',
  'name == x',
  "name == 'a' == 'b'",
  'f(1)',
  '1 < 2',
  "'a",
  'opts.pop("mode")',
])('should evaluate nothing else: %s', (condition) => expect(() => holds(condition, scope)).toThrow(UnreadCondition));
