import { defaultSettings } from '../../server/src/protocol.ts';

/** One setting as package.json's `contributes.configuration` describes it. */
export interface SettingSchema {
  /** Under `fail2banLens.`, e.g. `live.delay`. */
  readonly key: string;
  readonly type: 'boolean' | 'number' | 'string' | 'object';
  /** Where it may be set: `resource` also per folder, `window` per workspace, `machine-overridable` on the machine that holds the files. */
  readonly scope: 'resource' | 'window' | 'machine-overridable';
  /** Markdown, as the settings editor shows it. */
  readonly description: string;
  readonly default: unknown;
  /** The workspace's own value counts once the workspace is trusted: VS Code keeps to it, and tells of the change when that comes. */
  readonly needsTrust?: true;
  /** What else JSON schema says: `enum`, `minimum`, … */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface SettingGroup {
  readonly title: string;
  readonly settings: readonly SettingSchema[];
}

const live = defaultSettings.live;

/** Every setting, in the groups and the order of the settings editor. A test holds package.json and `Settings` to it. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'Samples and Configuration',
    settings: [
      {
        key: 'samples',
        type: 'object',
        scope: 'resource',
        default: defaultSettings.samples,
        needsTrust: true,
        description:
          'Which logs stand in for what a filter reads: filter name (`*` and `?` allowed) to one log or a list of logs. A relative path stands under the workspace folder; globs are allowed. A `# fail2ban-lens: log=…` comment in the filter goes first.',
        more: { additionalProperties: { type: ['string', 'array'], items: { type: 'string' } } },
      },
      {
        key: 'configDir',
        type: 'string',
        scope: 'machine-overridable',
        default: defaultSettings.configDir,
        needsTrust: true,
        description:
          "fail2ban's configuration folder, for files that stand in none. Empty: the folder above the file that holds `filter.d`, else `/etc/fail2ban`, else a built-in minimum.",
      },
      {
        key: 'fail2banVersion',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.fail2banVersion,
        description:
          'The fail2ban whose behaviour counts: `1.0`, `1.1.0` (as in Debian 13), or `1.1` for 1.1.1 and newer.',
        more: { enum: ['1.0', '1.1.0', '1.1'] },
      },
      {
        key: 'pythonVersion',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.pythonVersion,
        description:
          'The Python that runs fail2ban: from 3.11 on an inline flag such as `(?i)` in the middle of a regex is an error, and possessive quantifiers are legal.',
        more: { enum: ['3.6', '3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13'] },
      },
      {
        key: 'timezone',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.timezone,
        description:
          "The zone of log dates that name none, as fail2ban's `logtimezone` (`UTC+0200`). Empty: the machine's own.",
      },
      {
        key: 'encoding',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.encoding,
        description:
          "The encoding of logs, as fail2ban's `logencoding`: `auto`, `UTF-8`, `latin-1` or another of Python's names.",
      },
      {
        key: 'usedns',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.usedns,
        description: "What `<HOST>` does with a host name, as fail2ban's `usedns`. No name is ever looked up.",
        more: { enum: ['yes', 'no', 'warn', 'raw'] },
      },
    ],
  },
  {
    title: 'Live Matching',
    settings: [
      {
        key: 'live.enabled',
        type: 'boolean',
        scope: 'resource',
        default: live.enabled,
        description: 'Count and colour as you type. Off: only when a test is asked for.',
      },
      {
        key: 'live.delay',
        type: 'number',
        scope: 'resource',
        default: live.delay,
        description: 'Milliseconds from the last keystroke to a new run.',
        more: { minimum: 0, maximum: 5000 },
      },
      {
        key: 'live.regexTimeout',
        type: 'number',
        scope: 'resource',
        default: live.regexTimeout,
        needsTrust: true,
        description: 'Seconds that one regex may take on one line before it is stopped.',
        more: { minimum: 0.05, maximum: 60 },
      },
      {
        key: 'live.engine',
        type: 'string',
        scope: 'resource',
        default: live.engine,
        description: 'Who searches. `auto` takes the fastest that is exact for each regex.',
        more: { enum: ['auto', 'v8', 're2'] },
      },
      {
        key: 'test.showLog',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.test.showLog,
        description: 'A test that is asked for opens the log beside the filter; the cursor stays where it is.',
      },
    ],
  },
  {
    title: 'Appearance',
    settings: [
      {
        key: 'codeLens.enabled',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.codeLens.enabled,
        description: 'Show match counts above each regex.',
      },
      {
        key: 'codeLens.bans',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.codeLens.bans,
        description:
          'Show above each jail how many addresses it would have banned, and how many attempts that would have kept away.',
      },
      {
        key: 'compareWith',
        type: 'string',
        scope: 'resource',
        default: defaultSettings.compareWith,
        needsTrust: true,
        description:
          'The git revision (`HEAD`, a branch, a tag) that edits of a filter are compared with: a lens says which lines of the log they gain and lose. Empty, or outside of git: the saved file. The command *Compare With…* chooses for a workspace, also other folders and the version without `.local` files.',
      },
      {
        key: 'decorations.enabled',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.decorations.enabled,
        description: 'Colour the lines of a log that a filter is tested against.',
      },
      {
        key: 'decorations.missedLines',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.decorations.missedLines,
        description: 'Mark the lines that no regex matched.',
      },
      {
        key: 'decorations.groups',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.decorations.groups,
        description: 'Box what `<HOST>` and the `<F-…>` groups captured.',
      },
      {
        key: 'decorations.dates',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.decorations.dates,
        description: 'Dim the date that fail2ban cuts out of the line.',
      },
      {
        key: 'decorations.bans',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.decorations.bans,
        description:
          'Mark in the log of a jail where its bans fall, and dim the lines that the firewall would have kept away.',
      },
      {
        key: 'explain.cursor',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.explain.cursor,
        description:
          'Say at the end of the log line at the cursor why it does not match, and underline the part at fault in the filter.',
      },
      {
        key: 'explain.part',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.explain.part,
        description: 'Mark in the log what the part of a regex at the cursor takes in each line that can be seen.',
      },
      {
        key: 'inlayHints.values',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.inlayHints.values,
        description: 'Show what `%(…)s` and `<…>` stand for, behind them.',
      },
      {
        key: 'inlayHints.groupNumbers',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.inlayHints.groupNumbers,
        description: 'Show the number of each capture group.',
      },
      {
        key: 'inlayHints.branchCounts',
        type: 'boolean',
        scope: 'resource',
        default: defaultSettings.inlayHints.branchCounts,
        description: 'Show behind each alternative of a failregex how many matches went through it.',
      },
    ],
  },
  {
    title: 'Troubleshooting',
    settings: [
      {
        key: 'trace.server',
        type: 'string',
        scope: 'window',
        default: 'off',
        description: 'Write what the editor and the language server say to each other into the log.',
        more: { enum: ['off', 'messages', 'verbose'] },
      },
    ],
  },
];

/** The shape of `contributes.configuration`, descriptions as `%keys%` of package.nls.json. */
export function contributedConfiguration(): unknown[] {
  return settingGroups.map((group, order) => ({
    title: `%${titleKey(group)}%`,
    order: order + 1,
    properties: Object.fromEntries(
      group.settings.map((setting, index) => [
        `fail2banLens.${setting.key}`,
        {
          type: setting.type,
          scope: setting.scope,
          order: index + 1,
          default: setting.default,
          markdownDescription: `%${descriptionKey(setting)}%`,
          ...setting.more,
        },
      ]),
    ),
  }));
}

/** The shape of `capabilities.untrustedWorkspaces`. */
export function untrustedWorkspaces(): unknown {
  return {
    supported: 'limited',
    description: '%trust%',
    restrictedConfigurations: settingGroups
      .flatMap(({ settings }) => settings)
      .filter(({ needsTrust }) => needsTrust)
      .map(({ key }) => `fail2banLens.${key}`),
  };
}

/** The words of the settings, as package.nls.json holds them. */
export function settingWords(): Record<string, string> {
  return Object.fromEntries(
    settingGroups.flatMap((group) => [
      [titleKey(group), group.title],
      ...group.settings.map((setting) => [descriptionKey(setting), setting.description]),
    ]),
  );
}

function titleKey(group: SettingGroup): string {
  return `settings.${group.title.toLowerCase().replaceAll(' ', '-')}`;
}

function descriptionKey(setting: SettingSchema): string {
  return `settings.${setting.key}`;
}
