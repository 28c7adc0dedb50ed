import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { Workspace } from '../analysis/workspace.ts';
import { createMemoryFileSystem } from '../host/memory-file-system.ts';
import { applyEdits } from '../lint/apply-fixes.ts';
import { lintFile } from '../lint/run.ts';
import { defaultSettings } from '../protocol.ts';
import { codeActions } from './code-action.ts';
import { formatting } from './formatting.ts';
import { inlayHints } from './inlay-hints.ts';
import { linkedEditing } from './linked-editing.ts';
import { semanticTokens } from './semantic-tokens.ts';

describe('code actions', () => {
  /** Takes the action of that title at the cursor or selection. */
  function checkAction(text: string, title: string | RegExp, after: string, path?: string): void {
    const { input, offset, files } = fixtureWorkspace(text, path === undefined ? {} : { path });
    const findings = lintFile(input.analysis, { treeOf: (file) => input.workspace.source(file)?.tree });
    const answers = codeActions(input, { start: offset, end: offset }, findings);
    const action = answers.find((answer) =>
      typeof title === 'string' ? answer.title === title : title.test(answer.title),
    );
    expect(answers.map((answer) => answer.title)).toContainEqual(action?.title);
    expect(applyEdits(files[input.analysis.path]!, action!.changes)).toBe(after);
  }

  it.each<[string, string, RegExp, string]>([
    [
      'a misspelt option',
      '[Definition]\nfail‸regexp = a <HOST>\n',
      /failregex/,
      '[Definition]\nfailregex = a <HOST>\n',
    ],
    [
      'a misspelt section',
      '[Defi‸niton]\nfailregex = a <HOST>\n',
      /Definition/,
      '[Definition]\nfailregex = a <HOST>\n',
    ],
    [
      'a percent sign that is not doubled',
      '[Definition]\nfailregex = ^a 5‸% b <HOST>\n',
      /Double/,
      '[Definition]\nfailregex = ^a 5%% b <HOST>\n',
    ],
    [
      'a tag in small letters',
      '[Definition]\nfailregex = ^a <ho‸st> <ADDR>\n',
      /<HOST>/,
      '[Definition]\nfailregex = ^a <HOST> <ADDR>\n',
    ],
    [
      'flags behind the beginning',
      '[Definition]\nfailregex = ^a ‸(?i)b <HOST>$\n',
      /\(\?i:/,
      '[Definition]\nfailregex = ^a (?i:b <HOST>$)\n',
    ],
    [
      'a line without indentation',
      '[Definition]\nfailregex = ^a <HOST>\n‸^b <HOST>\n',
      /Indent/,
      '[Definition]\nfailregex = ^a <HOST>\n            ^b <HOST>\n',
    ],
  ])('should cure %s', (_, text, title, after) => checkAction(text, title, after));

  it('should offer a comment that silences what is no error', () => {
    checkAction(
      '[Definition]\nfailregex = a <HOST>\n  b <HOST>\nfail‸regexp = x\n',
      'Allow misspelt-option here',
      '[Definition]\nfailregex = a <HOST>\n  b <HOST>\n# fail2ban-lens: allow misspelt-option\nfailregexp = x\n',
    );
  });

  it("should end the comment's line as the file ends its lines", () => {
    checkAction(
      '[Definition]\r\nfailregex = a <HOST>\r\nfail‸regexp = x\r\n',
      'Allow misspelt-option here',
      '[Definition]\r\nfailregex = a <HOST>\r\n# fail2ban-lens: allow misspelt-option\r\nfailregexp = x\r\n',
    );
  });

  it('should fix the only one that is safe, for a client that fixes when it saves', () => {
    checkAction(
      '[Definition]\nfailregex = ^a ‸<HOST>\ndatepattern = ^%Y-%m\n',
      /^Fix the one/,
      '[Definition]\nfailregex = ^a <HOST>\ndatepattern = ^%%Y-%%m\n',
    );
  });

  it('should fix all that is safe at once', () => {
    checkAction(
      '[Definition]\nfailregex = ^a ‸<HOST>\ndatepattern = ^%Y-%m\n[init]\nx = 1\n',
      /^Fix all 2/,
      '[Definition]\nfailregex = ^a <HOST>\ndatepattern = ^%%Y-%%m\n[Init]\nx = 1\n',
    );
  });
});

describe('semantic tokens', () => {
  it.each<[string, string, string[], string?]>([
    [
      'names of a filter',
      '[Definition]\n_d = x\nfailregex = %(_d)s <HOST> <my> <no>\n[Init]\nmy = 1\n',
      [
        'namespace Definition',
        'variable _d',
        'property failregex',
        'variable _d',
        'macro <HOST>',
        'variable <my>',
        'namespace Init',
        'variable my',
      ],
    ],
    [
      'names of a jail',
      '[a]\nenabled = true\nmaxretry = 5\nfilter = f[x=1]\nbantime = 1h\n',
      [
        'type a',
        'property enabled',
        'enumMember true',
        'property maxretry',
        'number 5',
        'property filter',
        'type f',
        'parameter x',
        'property bantime',
        'number 1h',
      ],
      'jail.conf',
    ],
    [
      'names of an action',
      '[Definition]\nactionban = a <ip> <port> <what>\n[Init]\nport = 1\n',
      [
        'namespace Definition',
        'property actionban',
        'macro <ip>',
        'variable <port>',
        'namespace Init',
        'variable port',
      ],
      'action.d/a.conf',
    ],
  ])('should tell %s', (_, text, expected, path) => {
    const { input } = fixtureWorkspace(text, path === undefined ? {} : { path });
    expect(semanticTokens(input).map(({ type, span }) => `${type} ${text.slice(span.start, span.end)}`)).toEqual(
      expected,
    );
  });
});

describe('inlay hints', () => {
  function hintsOf(text: string, settings: { values: boolean; groupNumbers: boolean }, path?: string): string {
    const { input } = fixtureWorkspace(text, {
      settings: { ...defaultSettings, inlayHints: { ...settings, branchCounts: false } },
      ...(path === undefined ? {} : { path }),
    });
    const hints = inlayHints(input, { start: 0, end: text.length });
    return applyEdits(
      text,
      hints.map(({ offset, label }) => ({
        place: { file: '', span: { start: offset, end: offset } },
        text: `{${label}}`,
      })),
    );
  }

  it('should be off unless asked for', () => {
    expect(hintsOf('[Definition]\n_d = x\nfailregex = (a) %(_d)s <HOST>', { values: false, groupNumbers: false })).toBe(
      '[Definition]\n_d = x\nfailregex = (a) %(_d)s <HOST>',
    );
  });

  it('should show values', () => {
    expect(hintsOf('[Definition]\n_d = x\nfailregex = (a) %(_d)s <HOST>', { values: true, groupNumbers: false })).toBe(
      '[Definition]\n_d = x\nfailregex = (a) %(_d)s{= x} <HOST>',
    );
    expect(hintsOf('[a]\nbantime = 5400\n', { values: true, groupNumbers: false }, 'jail.conf')).toBe(
      '[a]\nbantime = 5400{1 hour 30 minutes}\n',
    );
  });

  it('should number groups, those of tags too', () => {
    expect(
      hintsOf('[Definition]\nfailregex = (a) (?:b) <F-USER>x</F-USER> <ADDR>', { values: false, groupNumbers: true }),
    ).toBe('[Definition]\nfailregex = {1:}(a) (?:b) {2 user:}<F-USER>x</F-USER> {3 ip4 4 ip6:}<ADDR>');
  });
});

describe('linked editing', () => {
  it.each([
    ['from the opening tag', '[Definition]\nfailregex = <⟦F-US‸ER⟧>a</⟦F-USER⟧> <HOST>\n'],
    ['from the closing tag', '[Definition]\nfailregex = <⟦F-USER⟧>a</⟦F-USER‸⟧> <HOST>\n'],
    ['of the pair that nests', '[Definition]\nfailregex = <F-A><⟦F-B⟧>a</⟦‸F-B⟧></F-A> <HOST>\n'],
    ['in variables', '[Definition]\n_x = <⟦F-B⟧>a</⟦‸F-B⟧>\n'],
  ])('should link both names %s', (_, text) => {
    const { input, offset, selections } = fixtureWorkspace(text);
    expect(linkedEditing(input, offset)!.spans).toEqual(selections.map(({ start, end }) => ({ start, end })));
  });

  it.each([
    ['an unpaired tag', '[Definition]\nfailregex = <F-US‸ER>a <HOST>\n'],
    ['other tags', '[Definition]\nfailregex = <HO‸ST>\n'],
  ])('should leave %s alone', (_, text) => {
    const { input, offset } = fixtureWorkspace(text);
    expect(linkedEditing(input, offset)).toBeUndefined();
  });
});

describe('formatting', () => {
  /** Formats, checks that a second time changes nothing and that fail2ban reads the same. */
  function checkFormat(text: string, after: string, path = 'filter.d/a.conf'): void {
    const { input } = fixtureWorkspace(text, { path });
    const format = (source: string): string => {
      const workspace = new Workspace(createMemoryFileSystem({ [`/c/${path}`]: source }), input.analysis.versions);
      return applyEdits(source, formatting({ ...input, workspace, analysis: workspace.analyse(`/c/${path}`)! }));
    };
    const once = format(text);
    expect(once).toBe(after);
    expect(format(once)).toBe(once);
    const values = (source: string) => {
      const { input: read } = fixtureWorkspace(source, { path });
      return read.analysis.source.tree.sections.map(({ name, options }) => [
        name,
        options.map(({ key, value }) => [key, value.text]),
      ]);
    };
    expect(values(once)).toEqual(values(text));
    const resolved = (source: string) =>
      fixtureWorkspace(source, { path }).input.analysis.filter?.variants.map((variant) =>
        variant.resolved.commands.map(({ name, values: all }) => [
          name,
          all.map((value) => ('text' in value! ? value.text : value)),
        ]),
      );
    expect(resolved(once)).toEqual(resolved(text));
  }

  it.each<[string, string, string, string?]>([
    [
      'lines below the first',
      '[Definition]\nfailregex = ^a <HOST>\n  ^b <HOST>\n\t^c <HOST>  \n',
      '[Definition]\nfailregex = ^a <HOST>\n            ^b <HOST>\n            ^c <HOST>\n',
    ],
    [
      'a value that begins below its key',
      '[Definition]\nfailregex =\n    ^a <HOST>\n  ^b <HOST>\n',
      '[Definition]\nfailregex =\n    ^a <HOST>\n    ^b <HOST>\n',
    ],
    [
      'around comments and blank lines',
      '[Definition]\nfailregex = ^a <HOST>\n# c\n\n  ^b <HOST> ; x\n',
      '[Definition]\nfailregex = ^a <HOST>\n# c\n\n            ^b <HOST> ; x\n',
    ],
    [
      'a key that is indented',
      '[Definition]\n  failregex=^a <HOST>\n    ^b <HOST>\n',
      '[Definition]\n  failregex=^a <HOST>\n            ^b <HOST>\n',
    ],
    [
      'Windows line ends',
      '[Definition]\r\nfailregex = ^a <HOST>\r\n ^b <HOST>\r\n',
      '[Definition]\r\nfailregex = ^a <HOST>\r\n            ^b <HOST>\r\n',
    ],
    [
      'what looks like a header or an option',
      '[Definition]\nfailregex = ^a <HOST>\n [x] <HOST>\n a = <HOST>\n',
      '[Definition]\nfailregex = ^a <HOST>\n            [x] <HOST>\n            a = <HOST>\n',
    ],
    [
      'commands without a change of their shape',
      '[Definition]\nactionban = if x; then\n  a\n    b\n  fi\nmine =\n      a\n    b\n',
      '[Definition]\nactionban = if x; then\n            a\n              b\n            fi\nmine =\n      a\n    b\n',
      'action.d/a.conf',
    ],
    [
      'nothing else',
      '[Definition]\nfailregex   =   ^a <HOST>   \nmaxlines=1\n',
      '[Definition]\nfailregex   =   ^a <HOST>   \nmaxlines=1\n',
    ],
  ])('should align %s', (_, text, after, path) => checkFormat(text, after, path));
});
