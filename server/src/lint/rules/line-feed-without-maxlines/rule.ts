import { createWidths } from '../../../pyre/analysis/width.ts';
import type { Node, Pattern } from '../../../pyre/nodes.ts';
import type { Span } from '../../../text/span.ts';
import { readRegexesIn } from '../../facts.ts';
import { shownAt, startOf } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'line-feed-without-maxlines',
  severity: 'error',
  summary: 'A regex over several lines needs maxlines above 1.',
  check(file, report) {
    for (const { regex, regexes } of readRegexesIn(file)) {
      if (regex === regexes.prefregex || regexes.maxLines > 1 || regex.configured.text.includes('<SKIPLINES>'))
        continue;
      const span = lineFeedIn(regex.pattern);
      const [place] = span ? regex.expanded.whereToShow(span) : [];
      if (!place) continue;
      report({
        message:
          'A line feed with more behind it: fail2ban searches lines one by one, so that this never matches. Set maxlines to as many lines as belong together.',
        ...shownAt(regex.expanded, span!, startOf(file.path)),
      });
    }
  },
};

/** The first line feed that every match has before something else. */
function lineFeedIn(pattern: Pattern): Span | undefined {
  const widthOf = createWidths(pattern);
  const look = (node: Node, feed: Span | undefined): { readonly feed: Span | undefined; readonly goesOn: boolean } => {
    switch (node.type) {
      case 'Sequence': {
        let found = feed;
        for (const item of node.items) {
          const within = look(item, found);
          if (within.goesOn) return within;
          found = within.feed;
        }
        return { feed: found, goesOn: false };
      }
      case 'CaptureGroup':
      case 'PlainGroup':
      case 'AtomicGroup':
        return look(node.body, feed);
      default:
        if (feed && widthOf(node).min > 0) return { feed, goesOn: true };
        return {
          feed: feed ?? (node.type === 'Literal' && node.codePoint === 0x0a ? node.span : undefined),
          goesOn: false,
        };
    }
  };
  const { feed, goesOn } = look(pattern.body, undefined);
  return goesOn ? feed : undefined;
}
