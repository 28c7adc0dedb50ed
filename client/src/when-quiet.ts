/** To be called as often as something happens. */
export interface WhenQuiet {
  (): void;
  /** What was to come does not. */
  cancel(): void;
}

/** Acts once when no call has come for `delay` milliseconds. */
export function whenQuiet(delay: number, act: () => unknown): WhenQuiet {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => clearTimeout(timer);
  const soon = () => {
    cancel();
    timer = setTimeout(() => void act(), delay);
  };
  return Object.assign(soon, { cancel });
}
