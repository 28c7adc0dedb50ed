import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { applyEdits } from '../lint/apply-fixes.ts';
import { definition } from './definition.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';

const byPlace = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const show = ({ file, span }: { file: string; span: { start: number; end: number } }): string =>
  `${file}:${span.start}-${span.end}`;
const marked = (selections: readonly { file: string; start: number; end: number }[]): string[] =>
  selections.map((span) => show({ file: span.file, span }));

/** Every `⟦…⟧` is where the thing under the cursor is set. */
function checkDefinition(text: string, path?: string): void {
  const { input, offset, selections } = fixtureWorkspace(text, path === undefined ? {} : { path });
  expect(definition(input, offset).map(({ to }) => show(to))).toEqual(marked(selections));
}

/** Every `⟦…⟧` names what is under the cursor. */
function checkReferences(text: string, path?: string): void {
  const { input, offset, selections } = fixtureWorkspace(text, path === undefined ? {} : { path });
  expect(references(input, offset, { withDefinitions: true }).map(show).sort(byPlace)).toEqual(
    marked(selections).sort(byPlace),
  );
}

/** The files after a rename, in the same notation. */
function checkRename(text: string, newName: string, path?: string): void {
  const { input, offset, selections, files } = fixtureWorkspace(text, path === undefined ? {} : { path });
  const answer = rename(input, offset, newName);
  if (!answer || 'refused' in answer) throw new Error(answer?.refused ?? 'no name');
  for (const [file, source] of Object.entries(files)) {
    const expected = applyEdits(
      source,
      selections.filter((one) => one.file === file).map((span) => ({ place: { file, span }, text: newName })),
    );
    expect(
      applyEdits(
        source,
        answer.changes.filter(({ place }) => place.file === file),
      ),
    ).toBe(expected);
  }
}

describe('definition', () => {
  it.each<[string, string, string?]>([
    ['a variable', '[Definition]\n⟦_d⟧ = x\nfailregex = %(_‸d)s <HOST>\n'],
    [
      'a variable of an include',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %(__‸p)s\n//- filter.d/c.conf\n[DEFAULT]\n⟦__p⟧ = x\n',
    ],
    [
      'the overlay that counts',
      '[Definition]\n_d = x\nfailregex = %(_‸d)s <HOST>\n//- filter.d/a.local\n[Definition]\n⟦_d⟧ = y\n',
    ],
    [
      'what an overlay replaced',
      '[Definition]\nfailregex = %(known/fail‸regex)s\n//- filter.d/a.conf\n[Definition]\n⟦failregex⟧ = a <HOST>\n',
      'filter.d/a.local',
    ],
    ['the other place of an option', '[Definition]\n_‸d = x\n//- filter.d/a.local\n[Definition]\n⟦_d⟧ = y\n'],
    ['a tag', '[Definition]\nfailregex = <my‸x> <HOST>\n[Init]\n⟦myx⟧ = a\n'],
    ['an included file', '[INCLUDES]\nbefore = c.‸conf\n//- filter.d/c.conf\n⟦⟧[DEFAULT]\n'],
    ['a filter', '[a]\nfilter = ‸f[mode=x]\n//- filter.d/f.conf\n⟦⟧[Definition]\n', 'jail.conf'],
    ['a filter by the section', '[f]\nfilter = %(__na‸me__)s\n//- filter.d/f.conf\n⟦⟧[Definition]\n', 'jail.conf'],
    ['an action', '[a]\naction = act\n   b‸ct[x=1]\n//- action.d/bct.conf\n⟦⟧[Definition]\n', 'jail.conf'],
    [
      'a parameter',
      '[a]\nfilter = f[my‸x=1]\n//- filter.d/f.conf\n[Definition]\nfailregex = <myx>\n[Init]\n⟦myx⟧ = 0\n',
      'jail.conf',
    ],
    [
      "an action by a variable's value",
      '[DEFAULT]\nbanaction = a‸ct\n//- action.d/act.conf\n⟦⟧[Definition]\n',
      'jail.conf',
    ],
    [
      'an action of several jails',
      '[DEFAULT]\naction_mine = %(action_)s\n  a‸ct[x=1]\n//- action.d/act.conf\n⟦⟧[Definition]\n',
      'jail.conf',
    ],
    [
      'a parameter of an action that a variable names',
      '[DEFAULT]\nbanaction = act\naction_ = %(banaction)s[my‸x=1]\n//- action.d/act.conf\n[Definition]\nactionban = <myx>\n[Init]\n⟦myx⟧ = 0\n',
      'jail.conf',
    ],
    ['a default of jails', '[DEFAULT]\n⟦xx⟧ = 1\n[a]\nmaxretry = %(x‸x)s\n[b]\nyy = 2\n', 'jail.conf'],
    ['an option of another section', '[b]\n⟦xx⟧ = 1\n[a]\nmaxretry = %(b/x‸x)s\n', 'jail.conf'],
    ['nothing for a word', '[Definition]\nfailregex = ^ba‸d <HOST>\n'],
  ])('should find %s', (_, text, path) => checkDefinition(text, path));
});

describe('references', () => {
  it.each<[string, string, string?]>([
    ['uses of a variable', '[Definition]\n⟦_‸d⟧ = x\nfailregex = %(⟦_d⟧)s <⟦_d⟧> <HOST>\n  %%(_d)s\n'],
    [
      'uses in includes and overlays',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\n⟦_‸d⟧ = x\n//- filter.d/c.conf\n[DEFAULT]\n⟦_d⟧ = y\n__p = %(⟦_d⟧)s\n//- filter.d/a.local\n[Definition]\n⟦_d⟧ = z\n',
    ],
    [
      'uses in other files of an include',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %(⟦__‸p⟧)s\n//- filter.d/c.conf\n[DEFAULT]\n⟦__p⟧ = y\n//- filter.d/b.conf\n[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %(⟦__p⟧)s\n//- filter.d/z.conf\n[Definition]\n__p = 1\n',
    ],
    [
      'parameters in jails',
      '[Definition]\nfailregex = <⟦m‸yx⟧> <HOST>\n[Init]\n⟦myx⟧ = a\n//- jail.conf\n[j]\nfilter = a[⟦myx⟧=b, other=myx]\n',
    ],
    [
      'parameters in jails of filters that include the file',
      '[DEFAULT]\n⟦_‸d⟧ = x\n__p = %(⟦_d⟧)s\n//- filter.d/b.conf\n[INCLUDES]\nbefore = a.conf\n[Definition]\nfailregex = %(__p)s <HOST>\n//- jail.conf\n[j]\nfilter = b[⟦_d⟧=y]\n[k]\nfilter = c[_d=y]\n',
    ],
    [
      'parameters that hold under a condition',
      '[Definition]\nactionban = <⟦m‸yx⟧>\n[Init]\n⟦myx⟧ = a\n//- jail.conf\n[j]\naction = a[⟦myx⟧?family=inet6=b]\n',
      'action.d/a.conf',
    ],
    ['a jail by itself', '[a]\n⟦x‸x⟧ = 1\nmaxretry = %(⟦xx⟧)s\n[b]\nxx = 2\nmaxretry = %(xx)s\n', 'jail.conf'],
    [
      'all jails for a default',
      '[DEFAULT]\n⟦x‸x⟧ = 1\n[a]\nmaxretry = %(⟦xx⟧)s\n[b]\n⟦xx⟧ = 2\n//- jail.local\n[c]\nmaxretry = %(⟦xx⟧)s\n',
      'jail.conf',
    ],
  ])('should find %s', (_, text, path) => checkReferences(text, path));
});

describe('rename', () => {
  it.each<[string, string, string?]>([
    ['in one file', '[Definition]\n⟦_‸d⟧ = x\nfailregex = %(⟦_d⟧)s <HOST>\n'],
    [
      'through includes and overlays',
      '[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %(⟦_‸d⟧)s\n//- filter.d/c.conf\n[DEFAULT]\n⟦_d⟧ = y\n//- filter.d/c.local\n[DEFAULT]\n⟦_d⟧ = %(known/⟦_d⟧)sz\n//- filter.d/b.conf\n[INCLUDES]\nbefore = c.conf\n[Definition]\nfailregex = %(⟦_d⟧)s\n',
    ],
    [
      'into the brackets of jails',
      '[Definition]\nactionban = <⟦m‸yx⟧>\n[Init]\n⟦myx⟧ = a\n[Init?family=inet6]\n⟦myx⟧ = b\n//- jail.conf\n[j]\naction = a[⟦myx⟧=b]\n   other[myx=b]\n',
      'action.d/a.conf',
    ],
  ])('should reach all places %s', (_, text, path) => checkRename(text, 'other-name', path));

  it.each([
    ['an option of fail2ban', '[Definition]\nfail‸regex = a\n', 'x', 'reads “failregex” by this name'],
    ['a name that is taken', '[Definition]\n_‸d = a\n_e = b\n', '_e', 'is an option “_e” already'],
    ['a name that cannot be read', '[Definition]\n_‸d = a\n', 'a b', 'made of letters'],
    ['what is set nowhere', '[Definition]\nfailregex = %(no‸ne)s\n', 'x', 'set in no file'],
    [
      'what a jail passes to every filter',
      '[Definition]\nmo‸de = a\nfailregex = <mode> <HOST>\n//- jail.conf\n[DEFAULT]\nfilter = %(__name__)s[mode=b]\n',
      'x',
      'set in jail.conf for all that %(__name__)s[…] names',
    ],
    ['a part of a built name', '[Definition]\nfailregex = <mdre-<mode>>\nmdre-no‸rmal = a\n', 'x', 'put together'],
  ])('should refuse %s', (_, text, newName, why) => {
    const { input, offset } = fixtureWorkspace(text);
    expect(rename(input, offset, newName)).toEqual({ refused: expect.stringContaining(why) as string });
  });

  it('should show the name before it is changed', () => {
    const { input, offset } = fixtureWorkspace('[Definition]\n_Dd = x\nfailregex = %(_D‸d)s <HOST>\n');
    expect(prepareRename(input, offset)).toMatchObject({ name: '_Dd' });
  });
});
