/** Asks again until there is an answer (not undefined, not false); fails when none came within `limit` milliseconds. */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  what: string,
  limit = 30_000,
  interval = 50,
): Promise<T> {
  const until = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`${what}: not within ${limit / 1000} s`);
    await new Promise((later) => setTimeout(later, interval));
  }
}
