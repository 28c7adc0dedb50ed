import { isRegexProblem, tagTable } from '../../../analysis/analyse-regexes.ts';
import { regexesIn, severityIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import { effectOf } from '../../effect.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'no-failure-id',
  severity: 'error',
  summary: 'A failregex names no host: it has neither <HOST> nor another tag for a failure id.',
  check(file, report) {
    const tags = [...tagTable({ useDns: 'warn', fail2ban: file.versions.fail2ban }).keys()];
    for (const { regex, jail } of regexesIn(file)) {
      if (!isRegexProblem(regex) || regex.kind !== 'no-failure-id') continue;
      const wrongCase = /<\/?([\w-]+)\/?>/g;
      const meant = [...regex.configured.text.matchAll(wrongCase)].find(([, name]) =>
        tags.includes(name!.toUpperCase()),
      );
      const hint = /\(\?P<(?:host|ip|addr)>/.test(regex.configured.text)
        ? ' A group of that name is none to fail2ban.'
        : meant
          ? ` '${meant[0]}' is text: tags are written in capitals.`
          : /<F-(?:HOST|ADDR|IP)>/.test(regex.configured.text)
            ? ' <F-HOST>, <F-ADDR> and <F-IP> only keep their text.'
            : '';
      report({
        message: `No failure-id group in this regex; ${effectOf(file, { jail })}. It needs <HOST>, <ADDR>, <IP4>, <IP6>, <DNS>, <SUBNET>, <F-ID> or <F-MLFID>.${hint}`,
        ...shownAt(regex.configured, whole(regex.configured), startOf(file.path)),
        severity: severityIn(jail, 'error'),
      });
    }
  },
};
