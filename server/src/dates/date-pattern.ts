import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { memoize } from '../text/memoize.ts';
import { createDirectives, directiveKeys } from './directives.ts';
import { epochNumber } from './epoch.ts';
import { percentFormat, type FormatError, type FormatValues } from './percent-format.ts';
import {
  boundRegex,
  hasOwnGroup,
  lineBeginPrefix,
  pythonStrip,
  TemplateFlag,
  withoutBoundaries,
  type Boundaries,
} from './template-regex.ts';
import { defaultPatterns } from './templates.ts';

/** One way to read a date from a line, as fail2ban's `DateTemplate`. Shared by all detectors of a process. */
export interface DateTemplate {
  /** How the value is made of the match. */
  readonly value: DateValue;
  /** As "Date template hits" shows it. */
  readonly name: string;
  /** As written; undefined for Epoch and TAI64N, which have none. */
  readonly pattern: string | undefined;
  /** The Python regex, compiled when it is first needed. */
  readonly regex: string;
  /** Bits of `TemplateFlag`. */
  readonly flags: number;
  /** 100 for the defaults that are bound to the line's begin. */
  weight: number;
  /** The number of successful searches by any detector of the process; the hits of "Date template hits" are the detector's own. */
  rawHits: number;
}

export type DateValue =
  | { readonly kind: 'fields' }
  | { readonly kind: 'epoch'; readonly group: number; readonly isLong: boolean }
  | { readonly kind: 'tai64n' };

/** What fail2ban raises when a datepattern is set. */
export interface PatternError {
  readonly exception: 'TypeError' | 'ValueError';
  readonly message: string;
  /** The line of the datepattern that is at fault. */
  readonly pattern: string;
  /** UTF-16 offset in `pattern` of the `%` that is at fault, where one is. */
  readonly offset?: number;
}

export type PatternResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PatternError };

export interface TemplateStoreOptions {
  readonly fail2ban: Fail2banVersion;
  /** The current year in local time, on which `%ExY` depends. */
  readonly year: number;
}

const datePlace = /(?<!\\)\{DATE\}/gi;
const epochPlace = /(?<!\\)\{L?EPOCH\}/i;
const directivePlace = new RegExp(`%(${directiveKeys.join('|')})`, 'g');
/** Names of months, days and AM/PM are read in any case, and with them the rest of the pattern. */
const hasNames = /(?<!%)%[aAbBpc]/;

/**
 * The templates of one fail2ban process: it keeps every template by its pattern (`DD_patternCache`), so that the same pattern
 * given twice is one template, and patterns without `%` are the same in any case (`abc`, then `ABC`).
 */
export class TemplateStore {
  private readonly known = new Map<string, DateTemplate>();
  private defaults: readonly DateTemplate[] | undefined;
  private anchoredDefaults: readonly DateTemplate[] | undefined;

  constructor(private readonly options: TemplateStoreOptions) {}

  /** The templates of a whole `datepattern`, one a line; none for "use the defaults". (`setDatePattern`, `appendTemplate`) */
  templatesOf(lines: readonly string[]): PatternResult<DateTemplate[]> {
    const templates: DateTemplate[] = [];
    const names = new Set<string>();
    for (const line of lines) {
      const found = this.templatesOfLine(line);
      if (!found.ok) return found;
      // fail2ban passes over a name it knows when it adds defaults to others, and complains about it otherwise.
      const mayRepeat = found.value.isDefaults && templates.length > 0;
      for (const template of found.value.templates) {
        if (names.has(template.name)) {
          if (mayRepeat) continue;
          return {
            ok: false,
            error: {
              exception: 'ValueError',
              message: `There is already a template with name ${template.name}`,
              pattern: line,
            },
          };
        }
        names.add(template.name);
        templates.push(template);
      }
    }
    return { ok: true, value: templates };
  }

  /** What fail2ban looks for where no datepattern is set: each default bound to the line's begin, then all as they are. */
  allDefaults(): readonly DateTemplate[] {
    this.anchoredDefaults ??= this.createAnchoredDefaults();
    return this.anchoredDefaults;
  }

  private templatesOfLine(
    line: string,
  ): PatternResult<{ readonly templates: readonly DateTemplate[]; readonly isDefaults: boolean }> {
    const key = keyOf(line);
    const cached = this.known.get(key);
    if (cached) return { ok: true, value: { templates: [cached], isDefaults: false } };
    // `{DEFAULT}` asks for those of the defaults that pass a filter nothing passes: fail2ban means "all" and gets none. Yet the
    // defaults now exist with their weights, and a `{^LN-BEG}TAI64N` in the next line is the one of them that weighs 100.
    if (key === '{DEFAULT}' || key === lineBeginPrefix) {
      const wanted = key === '{DEFAULT}' ? 0 : TemplateFlag.lineBegin;
      return {
        ok: true,
        value: { templates: this.allDefaults().filter(({ flags }) => (flags & wanted) !== 0), isDefaults: true },
      };
    }
    if (key.includes('{DATE}')) return this.templatesAround(line);
    const template = key === '{NONE}' ? this.template('{UNB}^', key) : this.template(line, key);
    return template.ok ? { ok: true, value: { templates: [template.value], isDefaults: false } } : template;
  }

  /** `{DATE}`: every default in turn takes its place. */
  private templatesAround(
    line: string,
  ): PatternResult<{ readonly templates: readonly DateTemplate[]; readonly isDefaults: boolean }> {
    const templates: DateTemplate[] = [];
    for (const template of this.plainDefaults()) {
      const wrapped = this.wrapped(template, (text) => line.replace(datePlace, () => withoutBoundaries(text)));
      if (!wrapped.ok) return wrapped;
      templates.push(wrapped.value);
    }
    return { ok: true, value: { templates, isDefaults: true } };
  }

  private plainDefaults(): readonly DateTemplate[] {
    this.defaults ??= defaultPatterns(this.options.fail2ban).map((pattern) =>
      certain(this.template(pattern, keyOf(pattern))),
    );
    return this.defaults;
  }

  private createAnchoredDefaults(): readonly DateTemplate[] {
    const atLineBegin: DateTemplate[] = [];
    for (const template of this.plainDefaults()) {
      if (template.name.startsWith(lineBeginPrefix) || template.name.startsWith('^')) continue;
      const bound = certain(this.wrapped(template, (text) => lineBeginPrefix + text));
      bound.weight = 100;
      atLineBegin.push(bound);
    }
    return [...atLineBegin, ...this.plainDefaults()];
  }

  /**
   * A template with other text around its pattern (`_getAnchoredTemplate`). Epoch and TAI64N have no pattern, so their name
   * stands for it: in `^\[{DATE}\]` they become the literal texts `[Epoch]` and `[TAI64N]`.
   */
  private wrapped(template: DateTemplate, wrap: (text: string) => string): PatternResult<DateTemplate> {
    const name = wrap(template.name);
    const pattern = template.pattern === undefined ? name : wrap(template.pattern);
    const cached = this.known.get(name) ?? (template.pattern === undefined ? undefined : this.known.get(pattern));
    return cached ? { ok: true, value: cached } : this.template(pattern, keyOf(pattern));
  }

  /** `_getPatternTemplate` */
  private template(pattern: string, key: string): PatternResult<DateTemplate> {
    const cached = this.known.get(key);
    if (cached) return { ok: true, value: cached };
    const special = this.specialTemplate(pattern, key);
    if (special) return this.keep(key, special);
    const described = describeFields(pattern, this.options);
    return described.ok ? this.keep(key, fresh(described.value)) : described;
  }

  private keep(key: string, value: DateTemplate): PatternResult<DateTemplate> {
    this.known.set(key, value);
    return { ok: true, value };
  }

  private specialTemplate(pattern: string, key: string): DateTemplate | undefined {
    if (key.includes('EPOCH') && epochPlace.test(pattern)) return this.epochWithin(pattern, key.includes('LEPOCH'));
    const bare = key.replace(/^(?:\{\^LN-BEG\}|\^)/, '');
    const begin = bare === key ? false : 'start';
    if (bare === 'EPOCH' || bare === 'LEPOCH') return this.epoch(bare === 'LEPOCH', begin === 'start');
    if (bare === 'TAI64N')
      return this.create('TAI64N', undefined, '@[0-9a-f]{24}', { begin, end: true }, { kind: 'tai64n' });
    return undefined;
  }

  private epoch(isLong: boolean, atLineBegin: boolean): DateTemplate {
    const number = epochNumber(isLong);
    const regex = atLineBegin
      ? `((?P<square>(?<=^\\[))?${number})(?(square)(?=\\]))`
      : `((?:^|(?P<square>(?<=^\\[))|(?P<selinux>(?<=\\baudit\\()))${number})(?:(?(selinux)(?=:\\d+\\)))|(?(square)(?=\\])))`;
    const boundaries: Boundaries = { begin: atLineBegin ? 'start' : false, end: true };
    return this.create(isLong ? 'LongEpoch' : 'Epoch', undefined, regex, boundaries, {
      kind: 'epoch',
      group: 1,
      isLong,
    });
  }

  /** `{EPOCH}` among other text: `^\[{EPOCH}\]`. Since 1.1.0 a group of the author's own says what is cut. */
  private epochWithin(pattern: string, isLong: boolean): DateTemplate {
    const inner = pattern.replace(new RegExp(epochPlace, 'gi'), () => `(${epochNumber(isLong)})`);
    const regex = this.options.fail2ban !== '1.0' && hasOwnGroup(pattern) ? inner : `(${inner})`;
    return this.create(pattern, undefined, regex, { begin: true, end: true }, { kind: 'epoch', group: 2, isLong });
  }

  private create(
    name: string,
    pattern: string | undefined,
    source: string,
    boundaries: Boundaries,
    value: DateValue,
  ): DateTemplate {
    return fresh(describe(name, pattern, source, boundaries, value, this.options.fail2ban));
  }
}

/** What a template is before it is used. */
type TemplateDescription = Omit<DateTemplate, 'weight' | 'rawHits'>;

function fresh(description: TemplateDescription): DateTemplate {
  return { ...description, weight: 1, rawHits: 0 };
}

function describe(
  name: string,
  pattern: string | undefined,
  source: string,
  boundaries: Boundaries,
  value: DateValue,
  fail2ban: Fail2banVersion,
): TemplateDescription {
  const { regex, flags, isLineBeginAdded } = boundRegex(source, boundaries, fail2ban);
  const isNamed = isLineBeginAdded && !name.startsWith(lineBeginPrefix);
  return { value, name: isNamed ? lineBeginPrefix + name : name, pattern, regex, flags };
}

/** `DatePatternRegex.setRegex`. Remembered, as most stores hold the same defaults. */
const describeFields = memoize(
  (pattern: string, { fail2ban, year }: TemplateStoreOptions) => `${fail2ban} ${year} ${pattern}`,
  (pattern, { fail2ban, year }): PatternResult<TemplateDescription> => {
    let rest = pattern;
    let boundaries: Boundaries = { begin: true, end: true };
    if (rest.startsWith('{UNB}')) {
      rest = rest.slice('{UNB}'.length);
      boundaries = { begin: false, end: false };
    }
    if (boundaries.begin && rest.startsWith(lineBeginPrefix)) {
      rest = rest.slice(lineBeginPrefix.length);
      boundaries = { begin: 'start', end: true };
    }
    const { format, offsetIn } = formatOf(rest);
    const toError = ({ message, index }: FormatError): PatternError => ({
      exception: 'TypeError',
      message: `Failed to set datepattern '${rest}' (may be an invalid format or unescaped percent char): ${message}`,
      pattern,
      offset: pattern.length - rest.length + offsetIn(index),
    });
    const { names, regexes } = formatValues(year);
    const name = percentFormat(format, names);
    if (!name.ok) return { ok: false, error: toError(name.error) };
    const regex = percentFormat(format, regexes);
    if (!regex.ok) return { ok: false, error: toError(regex.error) };
    const source = (hasNames.test(rest) ? '(?iu)' : '') + regex.text;
    return { ok: true, value: describe(name.text, pattern, source, boundaries, { kind: 'fields' }, fail2ban) };
  },
);

const formatValues = memoize(
  (year: number) => year,
  (year): { readonly names: FormatValues; readonly regexes: FormatValues } => {
    const directives = createDirectives(year);
    return {
      names: new Map(directives.map(({ key, name }) => [key, name])),
      regexes: new Map(directives.map(({ key, regex }) => [key, regex])),
    };
  },
);

/** The lines of a `datepattern` that say something. */
export function datePatternLines(datepattern: string): string[] {
  return datepattern
    .split('\n')
    .map(pythonStrip)
    .filter((line) => line !== '');
}

function keyOf(pattern: string): string {
  return pattern.includes('%') ? pattern : pattern.toUpperCase();
}

/** `%Y` becomes `%(Y)s`, for Python's formatting; `offsetIn` leads from a place in the format back to the pattern. */
function formatOf(pattern: string): { readonly format: string; offsetIn(index: number): number } {
  let format = '';
  let done = 0;
  const grown: number[] = [];
  for (const match of pattern.matchAll(directivePlace)) {
    format += pattern.slice(done, match.index) + `%(${match[1]!})s`;
    done = match.index + match[0].length;
    grown.push(format.length);
  }
  return {
    format: format + pattern.slice(done),
    // Each directive before the place has grown by the `(`, `)` and `s` of its format.
    offsetIn: (index) => index - 3 * grown.filter((end) => end <= index).length,
  };
}

/** The defaults are ours: that they can be made is tested. */
function certain(result: PatternResult<DateTemplate>): DateTemplate {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
