import { bracketText, checkPack, type PackChecks } from './check-pack.ts';
import { gatherPack, type PackContent } from './gather-pack.ts';
import { installScript } from './install-script.ts';
import type { PackRequest } from './pack-request.ts';
import type { Pack, PackedFile } from './packed.ts';
import { writeReadme } from './readme.ts';

/** Throws PackError where the filter cannot be packed. */
export function createPack(request: PackRequest): Pack {
  return assemblePack(request, gatherPack(request), checkPack(request));
}

/** The folder of what was gathered and what the samples gave. */
export function assemblePack(
  { filter, fail2ban }: Pick<PackRequest, 'filter' | 'fail2ban'>,
  content: PackContent,
  { tests, checks, coverage, remarks: ofChecks }: PackChecks,
): Pack {
  const placed = content.files.map(({ path }) => path);
  const told = {
    name: filter.name,
    placed,
    jails: content.jails,
    checks,
    tests,
    coverage,
    remarks: [...content.remarks, ...ofChecks],
  };
  return {
    ...told,
    files: [
      { path: 'README.md', text: writeReadme({ ...told, fail2ban }), mode: 0o644 },
      { path: 'install.sh', text: installScript(filter.name, placed), mode: 0o755 },
      ...content.files,
      ...checks.flatMap(({ options, lines, ids }, i): PackedFile[] => [
        { path: `checks/${i + 1}.log`, text: linesOf(lines), mode: 0o644 },
        { path: `checks/${i + 1}.ids`, text: linesOf(ids), mode: 0o644 },
        { path: `checks/${i + 1}.options`, text: bracketText(options)!, mode: 0o644 },
      ]),
    ],
  };
}

const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
