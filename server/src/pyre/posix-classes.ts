/** What Python has instead of a POSIX class such as `[:digit:]`, which it does not know. */
export const insteadOfPosix: Readonly<Record<string, string>> = {
  digit: '\\d',
  alnum: '[^\\W_]',
  space: '\\s',
  alpha: '[^\\W\\d_]',
  xdigit: '[0-9a-fA-F]',
  word: '\\w',
  upper: '[A-Z]',
  lower: '[a-z]',
};

/** A set that was meant to hold POSIX classes; group 1 is the name of one. E.g. `[[:digit:]_]` */
export const posixSet = /(?<!\\)\[\^?(?:[^\]\\[]|\\.|\[:\w+:\])*\[:(\w+):\](?:[^\]\\[]|\\.)*\]/g;

/** The set as Python writes it; undefined where it holds a class that Python has nothing for. */
export function withoutPosix(set: string): string | undefined {
  const alone = /^\[\[:(\w+):\]\]$/.exec(set)?.[1];
  if (alone !== undefined) return insteadOfPosix[alone];
  let isKnown = true;
  const written = set.replace(/\[:(\w+):\]/g, (_, name: string) => {
    isKnown &&= insteadOfPosix[name] !== undefined;
    return { alnum: 'a-zA-Z0-9', alpha: 'a-zA-Z' }[name] ?? insteadOfPosix[name]?.replace(/^\[|\]$/g, '') ?? '';
  });
  return isKnown ? written : undefined;
}

export function posixMessage(name: string): string {
  const better = insteadOfPosix[name] ? `: write ${insteadOfPosix[name]}` : '';
  return `Python knows no [:${name}:]. This set holds '[', ':' and the letters of '${name}', and a ']' must follow it${better}.`;
}
