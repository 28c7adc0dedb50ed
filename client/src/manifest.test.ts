import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { editorCommands, languageIds, sampleLanguage } from '../../server/src/protocol.ts';

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text);
const contributes = manifest.contributes;
const words: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const contributed: string[] = contributes.commands.map(({ command }: { command: string }) => command);

/** Read from the source, since the modules themselves need VS Code to load. */
const written = readdirSync('client/src/commands').flatMap((file) => {
  const source = readFileSync(join('client/src/commands', file), 'utf8');
  return [...source.matchAll(/'(fail2banLens\.\w+)'(?=,\s*(?:async run|run|'|-?1))|id: editorCommands\.(\w+)/g)].map(
    ([, id, key]) => id ?? editorCommands[key as keyof typeof editorCommands],
  );
});

it('should contribute exactly the commands that exist', () => {
  expect([...written].sort()).toEqual([...contributed].sort());
});

it('should name in menus and keybindings only commands that exist', () => {
  const named = [...Object.values<{ command: string }[]>(contributes.menus).flat(), ...contributes.keybindings].map(
    ({ command }) => command,
  );
  expect(named.filter((command) => !contributed.includes(command))).toEqual([]);
});

it('should have words for every %key%, and no words without a key', () => {
  const keys = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
  expect([...new Set(keys)].sort()).toEqual(Object.keys(words).sort());
});

it('should contribute the languages that the server knows', () => {
  expect(contributes.languages.map(({ id }: { id: string }) => id)).toEqual([
    ...Object.values(languageIds),
    sampleLanguage,
  ]);
});

it('should name only files that are there', () => {
  const files = [...text.matchAll(/"(?:\.\/)?((?:syntaxes|media)\/[^"]+)"/g)].map(([, file]) => file!);
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

it('should give every keybinding a language or a log of ours to act on', () => {
  for (const { when } of contributes.keybindings)
    expect(when).toMatch(/editorLangId (==|=~)|resource in fail2banLens\.sampleLogs/);
});
