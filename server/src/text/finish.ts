/** Takes all steps of a work that can be done in steps, and gives what it comes to. */
export function finish<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
