import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import onigurumaModule from 'vscode-oniguruma';
import textmateModule, { type IGrammar } from 'vscode-textmate';

const { Registry, parseRawGrammar, INITIAL } = textmateModule;
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const grammarFiles = new Map<string, string>(
  manifest.contributes.grammars.map((grammar: { scopeName: string; path: string }) => [
    grammar.scopeName,
    grammar.path,
  ]),
);

async function createRegistry(): Promise<InstanceType<typeof Registry>> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await onigurumaModule.loadWASM(wasm);
  return new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new onigurumaModule.OnigScanner(patterns),
      createOnigString: (text) => new onigurumaModule.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = grammarFiles.get(scope);
      return file ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null;
    },
  });
}

const registry = createRegistry();

/**
 * Each source line after `>`, then one line a token: carets under it and its scopes, the root scope and the pure container
 * scopes (`meta.option`) left out.
 */
function dump(grammar: IGrammar, text: string): string {
  let stack = INITIAL;
  const out: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    out.push(`>${line}`);
    const result = grammar.tokenizeLine(line, stack);
    stack = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const end = Math.min(endIndex, line.length);
      const shown = scopes.slice(1).filter((scope) => !scope.startsWith('meta.option'));
      if (end > startIndex && shown.length > 0)
        out.push(`#${' '.repeat(startIndex)}${'^'.repeat(end - startIndex)} ${shown.join(' ')}`);
    }
  }
  return out.join('\n') + '\n';
}

it.each([
  ['source.fail2ban.filter', 'regexes.conf'],
  ['source.fail2ban.jail', 'jails.conf'],
  ['source.fail2ban.action', 'actions.conf'],
  ['source.fail2ban.conf', 'main.conf'],
  ['source.fail2ban.sample', 'sample.log'],
])('should give %s its scopes in samples/%s', async (scope, sample) => {
  const grammar = (await (await registry).loadGrammar(scope))!;
  await expect(dump(grammar, readFileSync(join('syntaxes/samples', sample), 'utf8'))).toMatchFileSnapshot(
    `samples/${sample}.snap`,
  );
});

/** The innermost scope of the first token that holds `part`, in a filter. */
async function scopeOf(text: string, part: string): Promise<string> {
  const grammar = (await (await registry).loadGrammar('source.fail2ban.filter'))!;
  let stack = INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const at = line.indexOf(part);
    if (at >= 0) return tokens.find(({ startIndex, endIndex }) => startIndex <= at && at < endIndex)!.scopes.at(-1)!;
  }
  throw new Error(`no ${part} in the text`);
}

it.each([
  [
    'a ; after a blank cuts the line, even inside a class',
    'failregex = [a ;bc]',
    'bc',
    'comment.line.semicolon.fail2ban',
  ],
  ["a ; after another character is the regex's own", 'failregex = a;b', 'a;b', 'string.regexp.fail2ban'],
  ['a # is never an inline comment', 'failregex = a #b', '#b', 'string.regexp.fail2ban'],
  ['a deeper line continues the value', 'failregex = a\n   [b]', 'b', 'constant.other.character-class.set.regexp'],
  [
    'a deeper line with a = continues the value too',
    'failregex = a\n   x = <HOST>',
    '<HOST>',
    'support.function.tag.fail2ban',
  ],
  ['an empty line does not end the value', 'failregex = a\n\n   <HOST>', '<HOST>', 'support.function.tag.fail2ban'],
  ['a comment line does not end the value', 'failregex = a\n# x\n   <HOST>', '<HOST>', 'support.function.tag.fail2ban'],
  [
    "a line at the option's own indentation ends the value",
    '  failregex = a\n  mode = normal',
    'mode',
    'keyword.other.option.fail2ban',
  ],
  ['an unclosed group ends with its line', 'failregex = (a\n  b', 'b', 'string.regexp.fail2ban'],
  ['an unclosed class ends with its line', 'failregex = [a\n  b', 'b', 'string.regexp.fail2ban'],
  ['a lower-case host is an option, not the tag', 'failregex = <host>', 'host', 'variable.parameter.fail2ban'],
  ['a lone % is an error', 'failregex = 100% x', '% x', 'invalid.illegal.percent.fail2ban'],
  ['a first ] in a class is a character', 'failregex = []x]', ']x', 'constant.character.literal.regexp'],
  ['an unknown letter escape is an error', 'failregex = \\h', '\\h', 'invalid.illegal.escape.regexp'],
  ['a variable in a class is a variable', 'failregex = [%(chars)s]', 'chars', 'variable.other.fail2ban'],
])('should know that %s', async (_sentence, text, part, scope) => {
  expect(await scopeOf(text, part)).toBe(scope);
});
