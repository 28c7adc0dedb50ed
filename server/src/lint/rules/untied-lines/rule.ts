import { dangerRule } from '../../danger-rule.ts';

export const rule = dangerRule({
  name: 'untied-lines',
  severity: 'warning',
  summary: 'A failregex over several lines, among which a line of another connection may stand.',
  kind: 'untied-lines',
  tell({ proof: { id, meant } }) {
    return id === null
      ? `Here the next line has to follow at once: where the program writes a line of another connection between, fail2ban takes nobody from the lines shown, without that line it takes '${meant}'. Put <SKIPLINES> there, and tie the lines by what names the connection: (?P<_conn_>…) in the first, (?P=_conn_) in the next.`
      : `Nothing says that these lines are of one connection: from the lines shown, in which '${id}' did nothing and '${meant}' failed, fail2ban takes '${id}'. Tie them by what names the connection: (?P<_conn_>…) in the first line, (?P=_conn_) in the next.`;
  },
});
