import type { Fail2banVersion } from '../config/fail2ban-version.ts';
import { passedOf } from '../samples/verify-sample.ts';
import { code } from '../text/markdown.ts';
import type { Pack, PackedJail } from './packed.ts';

export interface ReadmeOf extends Omit<Pack, 'files'> {
  readonly fail2ban: Fail2banVersion;
}

/** What the pack holds, what it was worth where it was packed, and how to put it in place. */
export function writeReadme({ name, placed, jails, checks, tests, coverage, remarks, fail2ban }: ReadmeOf): string {
  const failed = tests.length - passedOf(tests);
  const sum = (of: (check: (typeof checks)[number]) => number): number =>
    checks.reduce((total, check) => total + of(check), 0);
  const { regexes, branches } = coverage;
  const counts =
    tests.length === 0
      ? 'There is no sample.'
      : `The sample asks ${tests.length} things of the filter; ${failed === 0 ? 'all hold' : `**${failed} did not hold** when it was packed`} (rules of fail2ban ${fail2ban}). It goes through ${regexes.covered} of ${regexes.total} regexes and ${branches.covered} of ${branches.total} branches. The checks hold ${sum(({ lines }) => lines.length)} lines, of which fail2ban is to take ${sum(({ ids }) => ids.length)} failures.`;
  return `# The fail2ban filter ${code(name)}

\`sh install.sh\` runs the checks with the packed files, puts them in place (it asks before it writes over a file, and keeps a backup), runs the checks there and
\`fail2ban-client -t\`, and takes everything back where one of them fails. \`-c DIR\`: another folder than /etc/fail2ban; \`-n\`: only the checks; \`-y\`: no questions.
Where \`fail2ban-client -t\` fails before that, nothing is put in place, unless \`-f\` asks for it.
It needs fail2ban and a plain shell. \`fail2ban-lens verify .\` runs the sample without fail2ban.

${counts}

${jails.length === 0 ? 'No jail uses the filter where it was packed.\n' : `Jails, with the options of their own sections as they were worth there. Look at them before you install: \`enabled\`, \`logpath\`, \`action\`.\n\n${jails.map(jailText).join('')}`}
Files that go into the configuration folder:

${placed.map((path) => `- ${code(path)}\n`).join('')}${remarks.length > 0 ? `\n${remarks.map(({ markdown }) => `- ${markdown}\n`).join('')}` : ''}`;
}

function jailText({ name, options }: PackedJail): string {
  return `- ${code(name)}\n${options.map(({ key, value }) => `  - ${code(`${key} = ${value.split('\n').join(' ')}`)}\n`).join('')}`;
}
