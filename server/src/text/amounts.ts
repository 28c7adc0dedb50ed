/** `1,234`: amounts as people read them. */
export function amount(value: number): string {
  return value.toLocaleString('en');
}

/** `1 attempt`, `1,234 attempts`. */
export function plural(count: number, one: string, more = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : more}`;
}
