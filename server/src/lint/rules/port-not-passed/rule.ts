import { isRead, isTyped, type ResolvedAction } from '../../../config/resolve.ts';
import type { JailAnalysis } from '../../../analysis/analyse-jails.ts';
import type { FileAnalysis } from '../../../analysis/workspace.ts';
import type { MappedText } from '../../../text/mapped-text.ts';
import { firstWritten } from '../../places.ts';
import type { Fix, Rule } from '../../rule.ts';

export const rule: Rule = {
  name: 'port-not-passed',
  severity: 'warning',
  summary: "An action of a jail bans the port of its own file, not the jail's.",
  check(file, report) {
    for (const analysed of file.jails?.jails ?? []) {
      const { jail, enabled, name } = analysed;
      if (!enabled || !isRead(jail)) continue;
      const wanted = portOf(file, analysed);
      for (const action of jail.actions) {
        const port = textIn(action, 'port');
        const place = firstWritten(action.file);
        if (!port || !place || !isOfAction(port) || !bansOnly(action, port)) continue;
        // Who protects the shell has the right one by luck.
        if (wanted === undefined ? /^(?:ssh|dropbear|selinux-ssh)/.test(name) : sameAs(wanted, port.text)) continue;
        const why = wanted === undefined ? '' : `, so port = ${wanted} of the jail is not used`;
        report({
          message: `This action bans the port ${port.text} only, which is its own default: it is given no port${why}. Who is banned still reaches the others ("already banned"). Write ${action.file.text}[port="${wanted === undefined ? 'http,https' : '%(port)s'}"]${wanted === undefined ? ', with the ports of the program' : ''}.`,
          place,
          ...(wanted === undefined ? {} : { fix: passPort(file, action) }),
        });
      }
    }
  },
};

/** The port that the jail's own section sets; `[DEFAULT]` of the stock files says all. */
function portOf({ jails }: FileAnalysis, { name }: JailAnalysis): string | undefined {
  return jails?.layers?.sections.get(name)?.get('port')?.text;
}

function isOfAction(port: MappedText): boolean {
  return /\/action\.d\/[^/]+$/.test(firstWritten(port)?.file ?? '');
}

/** A command names the port that nobody gave; an action for all ports does not. */
function bansOnly(action: ResolvedAction, port: MappedText): boolean {
  const origin = firstWritten(port);
  return [...action.options.keys()].some(
    (name) =>
      name.startsWith('action') &&
      textIn(action, name)?.segments.some(
        (segment) => segment.origin.file === origin?.file && segment.origin.span.start === origin.span.start,
      ),
  );
}

function sameAs(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => (text.trim() === '22' ? 'ssh' : text.trim()));
  return one === other;
}

function passPort(file: FileAnalysis, { file: name }: ResolvedAction): Fix | undefined {
  const place = firstWritten(name);
  if (!place || place.file !== file.path) return undefined;
  const { end } = place.span;
  const hasBrackets = file.source.tree.text[end] === '[';
  return {
    title: "Give it the jail's port",
    safe: false,
    edits: [
      hasBrackets
        ? { place: { ...place, span: { start: end + 1, end: end + 1 } }, text: 'port="%(port)s", ' }
        : { place: { ...place, span: { start: end, end } }, text: '[port="%(port)s"]' },
    ],
  };
}

function textIn({ options }: ResolvedAction, name: string): MappedText | undefined {
  const value = options.get(name);
  return value && !isTyped(value) ? value : undefined;
}
