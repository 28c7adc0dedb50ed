import { at } from '../../places.ts';
import type { Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'undecodable-file',
  severity: 'error',
  summary: 'The file is not UTF-8.',
  check(file, report) {
    const { decodeError, tree } = file.source;
    if (!decodeError) return;
    // What could not be decoded stands as U+FFFD.
    const start = Math.max(0, tree.text.indexOf('\ufffd'));
    report({
      message: `Error decoding config file '${file.path}': ${decodeError.text}. fail2ban goes on without this file; save it as UTF-8.`,
      place: at(file, { start, end: start + 1 }),
    });
  },
};
