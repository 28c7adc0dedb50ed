import tseslint from 'typescript-eslint';

/**
 * Which folder of server/src may import which: a folder sees the ones named for it, itself, and nothing else.
 * docs/architecture.md draws the same picture; server/testing/import-graph.test.ts looks for circles.
 */
export const mayImport = {
  text: [],
  host: ['text', 'pyre'],
  ini: ['text'],
  pyre: ['text'],
  config: ['text', 'ini', 'host'],
  automata: ['text', 'pyre'],
  translate: ['text', 'pyre', 'automata'],
  dates: ['text', 'pyre', 'translate', 'config'],
  matching: ['text', 'host', 'config', 'pyre', 'translate', 'dates'],
  diagram: ['text', 'pyre', 'regex-words'],
  'regex-words': ['text', 'ini', 'pyre', 'config', 'matching'],
  explain: ['text', 'config', 'pyre', 'translate', 'dates', 'matching'],
  simulate: ['text', 'config', 'pyre', 'translate', 'dates', 'matching', 'diagram'],
  diff: ['matching'],
  samples: ['text', 'host', 'config', 'pyre', 'translate', 'dates', 'matching', 'explain', 'analysis'],
  pack: ['text', 'host', 'config', 'samples', 'analysis'],
  mutants: ['text', 'host', 'config', 'pyre', 'automata', 'translate', 'dates', 'matching', 'explain', 'samples'],
  analysis: ['text', 'host', 'ini', 'config', 'pyre', 'translate', 'dates', 'matching'],
  danger: ['text', 'config', 'pyre', 'automata', 'translate', 'dates', 'matching'],
  advice: ['text', 'dates', 'matching', 'explain', 'danger'],
  lint: ['text', 'ini', 'config', 'pyre', 'automata', 'translate', 'dates', 'matching', 'analysis', 'danger', 'advice'],
  features: [
    'text',
    'ini',
    'config',
    'pyre',
    'translate',
    'dates',
    'matching',
    'regex-words',
    'diagram',
    'explain',
    'simulate',
    'samples',
    'analysis',
    'lint',
  ],
  lsp: [
    'text',
    'host',
    'ini',
    'config',
    'pyre',
    'translate',
    'dates',
    'matching',
    'regex-words',
    'diagram',
    'explain',
    'samples',
    'mutants',
    'pack',
    'danger',
    'simulate',
    'diff',
    'analysis',
    'lint',
    'features',
  ],
  cli: [
    'text',
    'host',
    'ini',
    'config',
    'pyre',
    'translate',
    'dates',
    'matching',
    'regex-words',
    'diagram',
    'explain',
    'diff',
    'samples',
    'danger',
    'advice',
    'mutants',
    'pack',
    'simulate',
    'analysis',
    'lint',
  ],
};

const folders = Object.keys(mayImport);
/** Folders that meet the machine; every other one takes and gives plain data. */
const meetMachine = ['host', 'lsp', 'cli'];
const machineModules = ['node:*', 'fs', 'path', 'os', 'child_process', 'worker_threads'];

const layers = folders.map((folder) => {
  const banned = folders.filter((other) => other !== folder && !mayImport[folder].includes(other));
  return {
    files: [`server/src/${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...(banned.length
              ? [
                  {
                    regex: `^(\\.\\./)+(${banned.join('|')})/`,
                    message: `${folder}/ stands below or beside that folder (docs/architecture.md)`,
                  },
                ]
              : []),
            ...(folder === 'lsp' ? [] : [{ group: ['vscode-languageserver*'], message: 'only lsp/ speaks LSP' }]),
            { group: ['vscode'], message: 'only client/ knows VS Code' },
            ...(meetMachine.includes(folder)
              ? []
              : [{ group: machineModules, message: 'the core knows no disk, clock or process' }]),
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.cache/', '.vscode-test/', 'coverage/', 'test-fixtures/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'it', property: 'only' },
        { object: 'describe', property: 'only' },
      ],
      eqeqeq: 'error',
    },
  },
  ...layers,
  {
    files: ['client/src/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: 'server/src/(?!protocol\\.ts)', message: 'the client sees only server/src/protocol.ts' }],
        },
      ],
    },
  },
);
