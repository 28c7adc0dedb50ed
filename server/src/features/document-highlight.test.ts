import { expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { documentHighlights } from './document-highlight.ts';

it.each([
  ['a tag and its closing tag', '[Definition]\nfailregex = <⟦F-US‸ER⟧>a</⟦F-USER⟧> <HOST>\n'],
  ['a variable and its uses', '[Definition]\n⟦_x⟧ = a\nfailregex = %(⟦_‸x⟧)s <HOST>\n'],
  ['a group and its back-reference', '[Definition]\nfailregex = ⟦(⟧a|b)c⟦\\‸1⟧ <HOST>\n'],
  [
    'a named group, its back-reference and conditional',
    '[Definition]\nfailregex = ⟦(?P<q>‸⟧")?a⟦(?P=q)⟧⟦(?(q)⟧b) <HOST>\n',
  ],
])('should show %s together', (_, text) => {
  const { input, offset, selections } = fixtureWorkspace(text);
  expect(documentHighlights(input, offset).map(({ start, end }) => [start, end])).toEqual(
    selections.map(({ start, end }) => [start, end]),
  );
});

it('should show nothing where nothing belongs together', () => {
  const { input, offset } = fixtureWorkspace('[Definition]\nfailregex = a b‸c <HOST>\n');
  expect(documentHighlights(input, offset)).toEqual([]);
});
