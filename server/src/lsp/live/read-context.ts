import type { EditorContext } from '../../protocol.ts';

/** What a client told of its editor; what is missing or of the wrong kind is empty, so that no message can break a later one. */
export function readContext(sent: unknown): EditorContext {
  const { visibleSubjects, visibleLogs, chosen, isTrusted } = (
    typeof sent === 'object' && sent !== null ? sent : {}
  ) as Readonly<Record<string, unknown>>;
  return {
    visibleSubjects: addresses(visibleSubjects),
    visibleLogs: addresses(visibleLogs),
    chosen: Object.fromEntries(
      Object.entries(typeof chosen === 'object' && chosen !== null ? chosen : {}).map(([subject, logs]) => [
        subject,
        addresses(logs),
      ]),
    ),
    isTrusted: isTrusted === true,
  };
}

function addresses(sent: unknown): readonly string[] {
  return Array.isArray(sent) ? sent.filter((address) => typeof address === 'string') : [];
}
