import { attempt, extractOptions, isFailure } from '../../../config/resolve.ts';
import { readTime } from '../../../config/time-value.ts';
import type { Fail2banVersion } from '../../../config/fail2ban-version.ts';
import { offsetOfZone } from '../../../dates/zone-offset.ts';
import { isCodecName } from '../../../text/encoding-names.ts';
import { MappedText } from '../../../text/mapped-text.ts';
import { pythonInt, pythonRepr } from '../../../text/python-string.ts';
import { effectOf } from '../../effect.ts';
import { knownValuesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'refused-value',
  severity: 'error',
  summary: 'The server refuses what a jail option is set to.',
  check(file, report) {
    const { fail2ban } = file.versions;
    for (const { known, text, jail } of knownValuesIn(file)) {
      const wrong = known.kind === 'jail' ? checks[known.name]?.(text.text, fail2ban) : undefined;
      if (wrong)
        report({
          message: `${known.name}: ${wrong}; ${effectOf(file, { jail })}.`,
          ...shownAt(text, whole(text), startOf(file.path)),
          severity: severityIn(jail, 'error'),
        });
    }
  },
};

type Check = (text: string, fail2ban: Fail2banVersion) => string | undefined;

/** What is wrong with a value that only the server looks at, by option. */
const checks: Readonly<Record<string, Check>> = {
  logtimezone(text) {
    const offset = offsetOfZone(text);
    return typeof offset === 'number'
      ? undefined
      : `${pythonRepr(text)} is no time zone to fail2ban, which knows fixed offsets only: UTC+0200, CET`;
  },

  logencoding(text) {
    return text.toLowerCase() === 'auto' || isCodecName(text)
      ? undefined
      : `Python knows no encoding called ${pythonRepr(text)}`;
  },

  /** As `[int(i) for i in value.split(' ')]`; nothing at all is not set. */
  'bantime.multipliers'(text) {
    const wrong = text === '' ? undefined : text.split(' ').find((word) => pythonInt(word) === undefined);
    if (wrong === undefined) return undefined;
    return wrong === ''
      ? 'whole numbers with one blank between two of them are wanted'
      : `${pythonRepr(wrong)} is no whole number`;
  },

  /** As an option list of which `key` must be one. */
  ignorecache(text, fail2ban) {
    const read = attempt(() => extractOptions(MappedText.builtin(`cache[${text}]`, 'ignorecache'), fail2ban));
    const example = 'write key="<ip>", max-count=100, max-time=5m';
    if (isFailure(read)) return `${read.error}: ${example}`;
    if (read.options.size === 0) return undefined;
    if (!read.options.has('key')) return `it has no key: ${example}`;
    const count = read.options.get('max-count')?.text;
    if (count !== undefined && pythonInt(count) === undefined) return `max-count=${count} is no whole number`;
    const time = read.options.get('max-time')?.text;
    return time !== undefined && readTime(time).kind === 'error' ? `max-time=${time} is no time` : undefined;
  },
};
