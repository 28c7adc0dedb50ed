import {
  alwaysNamesFailure,
  failureIdGroups,
  isRegexProblem,
  type ReadRegex,
} from '../../../analysis/analyse-regexes.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf, whole } from '../../places.ts';
import type { Rule } from '../../rule.ts';
import type { Node } from '../../../pyre/nodes.ts';
import { children } from '../../../pyre/walk.ts';
import type { Span } from '../../../text/span.ts';
import { visible } from '../../../text/visible.ts';
import { shorten } from '../../shorten.ts';

export const rule: Rule = {
  name: 'optional-host',
  severity: 'warning',
  summary: 'A failregex can match without naming a host.',
  check(file, report) {
    for (const { regex, regexes } of readRegexesIn(file)) {
      if (regex.role !== 'failregex' || namesByOtherMeans(regex) || alwaysNamesFailure(regex.pattern)) continue;
      const { prefregex } = regexes;
      if (
        prefregex &&
        (isRegexProblem(prefregex) || namesByOtherMeans(prefregex) || alwaysNamesFailure(prefregex.pattern))
      )
        continue;
      const place = shownAt(regex.expanded, optionalPart(regex), startOf(file.path)).place;
      const bare = branchWithoutHost(regex);
      report({
        message:
          bare === undefined
            ? 'This regex can match a line without naming the host, as where the tag stands in an optional part: fail2ban then logs "No group found" and counts no failure.'
            : `Each | parts the regex into alternatives, and one of them, '${visible(bare)}', names no host: where it matches, fail2ban logs "No group found" and counts no failure. A | that stands in the log is written \\|; alternatives of a part only belong into (?:…|…).`,
        place,
      });
    }
  },
};

/** A session (`mlfid`) may name its host on another line; an `alt_` group may stand in. */
function namesByOtherMeans({ pattern, alternatives }: ReadRegex): boolean {
  return pattern.groupNames.has('mlfid') || alternatives.length > 0;
}

/** The outermost part that may be missing and holds the host; the whole regex where there is none. */
function optionalPart({ pattern, expanded }: ReadRegex): Span {
  const find = (node: Node): Span | undefined => {
    if (!holdsHost(node)) return undefined;
    const mayBeMissing =
      (node.type === 'Repeat' && node.min === 0) ||
      node.type === 'Conditional' ||
      (node.type === 'Alternation' && !node.branches.every(holdsHost));
    return mayBeMissing ? node.span : children(node).map(find).find(Boolean);
  };
  return find(pattern.body) ?? whole(expanded);
}

/** Of a regex that is nothing but alternatives, the first that may match without a host. */
function branchWithoutHost({ pattern: { body }, expanded }: ReadRegex): string | undefined {
  const [only] = body.type === 'Sequence' && body.items.length === 1 ? body.items : [body];
  const bare = only?.type === 'Alternation' ? only.branches.find((branch) => !holdsHost(branch)) : undefined;
  return bare && shorten(expanded.text.slice(bare.span.start, bare.span.end));
}

function holdsHost(node: Node): boolean {
  if (node.type === 'CaptureGroup' && failureIdGroups.some((name) => name === node.name)) return true;
  return children(node).some(holdsHost);
}
