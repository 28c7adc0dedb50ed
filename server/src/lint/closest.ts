/** The word among `known` that `word` is likely a slip of: the same but for its joints and its plural, else at most two letters off, and nearest. */
export function closestWord(word: string, known: Iterable<string>): string | undefined {
  const candidates = [...known].filter((candidate) => candidate !== word);
  return (
    candidates.find((candidate) => stem(candidate) === stem(word)) ??
    nearestWord(word, candidates) ??
    (pieces(word) === '' ? undefined : candidates.find((candidate) => pieces(candidate) === pieces(word)))
  );
}

/** `req-limit` is `limit-req` to who writes it. */
function pieces(word: string): string {
  const all = word.split(/[-_.]/);
  return all.length < 2 ? '' : all.sort().join('-');
}

/** `max_retries` and `maxretry` are one word written in two ways. */
function stem(word: string): string {
  return word.replaceAll(/[-_]/g, '').replace(/ies$/, 'y').replace(/s$/, '');
}

function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = word.length < 5 ? 2 : 3;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, replacements and swaps of neighbours; to `fastest-levenshtein` a swap is two slips, and `mdoe` no `mode`. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
