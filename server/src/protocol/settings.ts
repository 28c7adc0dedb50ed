/** What the user sets, and the languages that are ours. */

/** The settings under `fail2banLens.`, as `workspace/configuration` gives them. package.json and client/src/settings-schema.ts describe them. */
export interface Settings {
  /** Filter name (globs allowed) -> logs; a relative path stands under the workspace folder. */
  readonly samples: Readonly<Record<string, string | readonly string[]>>;
  readonly configDir: string;
  /** `1.1` is 1.1.1 and newer. */
  readonly fail2banVersion: '1.0' | '1.1.0' | '1.1';
  readonly pythonVersion: '3.6' | '3.7' | '3.8' | '3.9' | '3.10' | '3.11' | '3.12' | '3.13';
  /** The zone of dates that name none; empty: the machine's. */
  readonly timezone: string;
  readonly encoding: string;
  readonly usedns: 'yes' | 'no' | 'warn' | 'raw';
  readonly live: {
    readonly enabled: boolean;
    /** Milliseconds from the last keystroke to a run. */
    readonly delay: number;
    /** Seconds that one regex may take on one line. */
    readonly regexTimeout: number;
    readonly engine: 'auto' | 'v8' | 're2';
  };
  readonly test: {
    /** Whether a test that is asked for opens the log beside the filter. */
    readonly showLog: boolean;
  };
  readonly codeLens: {
    readonly enabled: boolean;
    /** Whether each jail shows what it would have done with its log. */
    readonly bans: boolean;
  };
  /** The git revision that edits of filters are compared with; empty: the saved file. */
  readonly compareWith: string;
  readonly decorations: {
    readonly enabled: boolean;
    readonly missedLines: boolean;
    readonly groups: boolean;
    readonly dates: boolean;
    /** Whether the log of a jail shows where bans fall, and dims what the firewall would have kept away. */
    readonly bans: boolean;
  };
  readonly explain: {
    /** Whether the line at the cursor of a log says why it does not match. */
    readonly cursor: boolean;
    /** Whether a log shows what the part of a regex at the cursor takes in its lines. */
    readonly part: boolean;
  };
  readonly inlayHints: {
    readonly values: boolean;
    readonly groupNumbers: boolean;
    /** How many matches went through each branch of each `|`. */
    readonly branchCounts: boolean;
  };
}

export const defaultSettings: Settings = {
  samples: {},
  configDir: '',
  fail2banVersion: '1.1',
  pythonVersion: '3.11',
  timezone: '',
  encoding: 'auto',
  usedns: 'warn',
  live: { enabled: true, delay: 20, regexTimeout: 1, engine: 'auto' },
  test: { showLog: true },
  codeLens: { enabled: true, bans: true },
  compareWith: 'HEAD',
  decorations: { enabled: true, missedLines: true, groups: true, dates: true, bans: true },
  explain: { cursor: true, part: true },
  inlayHints: { values: false, groupNumbers: false, branchCounts: true },
};

export const languageIds = {
  filter: 'fail2ban-filter',
  jail: 'fail2ban-jail',
  action: 'fail2ban-action',
  conf: 'fail2ban-conf',
} as const;

/** Samples with expectations: logs to every run, and documents with features of their own. */
export const sampleLanguage = 'fail2ban-sample';
