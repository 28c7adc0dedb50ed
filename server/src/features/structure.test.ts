import { describe, expect, it } from 'vitest';
import { fixtureWorkspace } from '../../testing/fixture-workspace.ts';
import { folding } from './folding.ts';
import { links } from './links.ts';
import { selectionRanges } from './selection-ranges.ts';
import { symbols, workspaceSymbols } from './symbols.ts';

function checkLinks(text: string, files: readonly string[], path?: string): void {
  const { input, selections } = fixtureWorkspace(text, path === undefined ? {} : { path });
  const found = links(input);
  expect(found.map(({ span }) => span)).toEqual(selections.map(({ start, end }) => ({ start, end })));
  expect(found.map(({ file }) => file)).toEqual(files);
}

describe('links', () => {
  it.each<[string, string, string[], string?]>([
    [
      'included files that exist',
      '[INCLUDES]\nbefore = ⟦c.conf⟧\nafter = none.conf\n//- filter.d/c.conf\n',
      ['/c/filter.d/c.conf'],
    ],
    ['a sample', '# fail2ban-lens: log=⟦../x.log⟧\n[Definition]\n//- x.log\nline\n', ['/c/x.log']],
    [
      'filters and actions',
      '[f]\nfilter = ⟦%(__name__)s⟧[a=b]\naction = ⟦act⟧[x=1]\n    none\n//- filter.d/f.conf\n[Definition]\n//- action.d/act.conf\n[Definition]\n',
      ['/c/filter.d/f.conf', '/c/action.d/act.conf'],
      'jail.conf',
    ],
    [
      'actions of several jails',
      '[DEFAULT]\nbanaction = ⟦act⟧\naction_ = %(banaction)s[x=1]\naction_two = %(action_)s\n   ⟦act⟧[x=2]\n//- action.d/act.conf\n[Definition]\n',
      ['/c/action.d/act.conf', '/c/action.d/act.conf'],
      'jail.conf',
    ],
    [
      'logs',
      '[DEFAULT]\nmy_log = /c/a.log\n[f]\nlogpath = ⟦%(my_log)s⟧\n  ⟦/c/*.log⟧ tail\n  /none.log\n//- a.log\n',
      ['/c/a.log', '/c/a.log'],
      'jail.conf',
    ],
  ])('should lead to %s', (_, text, files, path) => checkLinks(text, files, path));
});

describe('outline', () => {
  it('should hold sections, options and the lines of regexes', () => {
    const { input } = fixtureWorkspace('[Definition]\nfailregex = a\n  # no\n  b\n_x = 1\n');
    expect(symbols(input)).toMatchObject([
      {
        name: 'Definition',
        kind: 'section',
        children: [
          { name: 'failregex', kind: 'regex', detail: '2 lines', children: [{ name: 'a' }, { name: 'b' }] },
          { name: '_x', kind: 'variable', detail: '1' },
        ],
      },
    ]);
  });

  it('should keep every name inside its symbol', () => {
    const { input } = fixtureWorkspace('[a]\nfilter =\n[INCLUDES]\nbefore = x\n', { path: 'jail.conf' });
    const visit = (list: ReturnType<typeof symbols>): void => {
      for (const { span, nameSpan, children } of list) {
        expect(nameSpan.start >= span.start && nameSpan.end <= span.end).toBe(true);
        visit([...children]);
      }
    };
    visit(symbols(input));
    expect(symbols(input).map(({ kind }) => kind)).toEqual(['jail', 'section']);
  });

  it('should find jails, files and variables of the workspace', () => {
    const { input } = fixtureWorkspace('[sshd]\nmy_var = 1\n//- filter.d/sshd.conf\n[Definition]\n', {
      path: 'jail.conf',
    });
    expect(workspaceSymbols(input.workspace, ['/c'], 'ssd').map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'file sshd.conf',
      'jail sshd',
    ]);
    expect(workspaceSymbols(input.workspace, ['/c'], 'myvar').map(({ name }) => name)).toEqual(['my_var']);
  });
});

describe('folding', () => {
  it('should fold sections, long options and runs of comments', () => {
    const { input, selections } = fixtureWorkspace(
      '⟦# one\n# two⟧\n⟦[Definition]\n⟦failregex = a\n  b⟧\nx = 1⟧\n# alone\n',
    );
    const spans = folding(input)
      .map(({ span }) => span)
      .sort((a, b) => a.start - b.start || b.end - a.end);
    expect(spans).toEqual(selections.map(({ start, end }) => ({ start, end })));
  });
});

describe('selection', () => {
  function checkSelection(text: string, expected: readonly string[]): void {
    const { input, offset, files } = fixtureWorkspace(text);
    const source = files[input.analysis.path]!;
    const spans = selectionRanges(input, offset);
    expect(spans.map(({ start, end }) => source.slice(start, end))).toEqual(expected);
  }

  it('should grow from the word to the file', () => {
    const option = 'failregex = ^(?:ab|cd) <HOST>$\n  x';
    checkSelection(`[Definition]\nfailregex = ^(?:a‸b|cd) <HOST>$\n  x\n`, [
      'a',
      'ab',
      'ab|cd',
      '(?:ab|cd)',
      '^(?:ab|cd) <HOST>$',
      option.slice('failregex = '.length),
      option,
      `[Definition]\n${option}`,
      `[Definition]\n${option}\n`,
    ]);
    checkSelection('[Defi‸nition]\n', ['Definition', '[Definition]', '[Definition]\n']);
    checkSelection('# a‸\n', ['# a\n']);
  });

  it('should grow from a date directive', () => {
    checkSelection('[Definition]\ndatepattern = ^%%‸Y-%%m\n', [
      '%%Y',
      '^%%Y-%%m',
      'datepattern = ^%%Y-%%m',
      '[Definition]\ndatepattern = ^%%Y-%%m',
      '[Definition]\ndatepattern = ^%%Y-%%m\n',
    ]);
  });

  it('should grow from a reference', () => {
    checkSelection('[Definition]\n_d = 1\nmaxlines = 5%(_‸d)s\n', [
      '_d',
      '%(_d)s',
      '5%(_d)s',
      'maxlines = 5%(_d)s',
      '[Definition]\n_d = 1\nmaxlines = 5%(_d)s',
      '[Definition]\n_d = 1\nmaxlines = 5%(_d)s\n',
    ]);
  });
});
