import type { KillableThread } from '../../host/match-worker.ts';
import type { CurrentText } from '../sent-texts.ts';
import type { FromThread, RunInput, RunPart, ToThread } from '../worker/messages.ts';
import { createMatchingThread, type Lane, type MatchingThread, type RunEnd } from './matching-thread.ts';

/** Threads at most: so many filters may hang on a line at once before one holds up another. */
const mostThreads = 4;

/** How often it is looked for runs that are held up. */
const watchMilliseconds = 100;

/** How long a thread beside the first stays without work: it holds the logs that it has read. */
const idleMilliseconds = 10_000;

interface Job {
  readonly input: RunInput;
  readonly signal: AbortSignal;
  lane: Lane;
  /** The run's number in its thread: a run that is moved there and back is another one. */
  ticket: number;
  progress(part: RunPart): void;
  end(end: RunEnd): void;
}

/**
 * Matching threads as one. All runs share the first, which keeps the logs ready; where one of them hangs on a line, up to its deadline,
 * those that wait behind it begin again in another thread.
 */
export function createMatchingThreads(
  createThread: () => KillableThread<ToThread, FromThread>,
  currentText: CurrentText,
  now?: () => number,
): MatchingThread {
  const create = (): Lane => createMatchingThread(createThread(), currentText, now);
  const lanes: Lane[] = [create()];
  const jobs = new Set<Job>();
  /** Where a run was: its log is ready there. */
  const laneOf = new WeakMap<RunInput, Lane>();
  let lastTicket = 0;
  let watch: ReturnType<typeof setInterval> | undefined;

  /** A thread that nothing keeps; undefined where every one is kept and there are enough of them. */
  const freeLane = (): Lane | undefined => {
    const free = lanes.find((lane) => !lane.isKept());
    if (free || lanes.length >= mostThreads) return free;
    lanes.push(create());
    return lanes.at(-1);
  };
  const place = (job: Job, lane: Lane): void => {
    job.lane = lane;
    const ticket = (job.ticket = ++lastTicket);
    laneOf.set(job.input, lane);
    const isHere = (): boolean => jobs.has(job) && job.ticket === ticket;
    void lane
      .run(ticket, job.input, job.signal, (part) => {
        if (isHere()) job.progress(part);
      })
      .then((end) => {
        if (!isHere()) return;
        jobs.delete(job);
        closeLater(lane);
        if (jobs.size < 2) watch = void clearInterval(watch);
        job.end(end);
      });
  };
  const closeLater = (lane: Lane): void => {
    if (lane === lanes[0] || !lane.isIdle()) return;
    const timer = setTimeout(() => {
      const at = lanes.indexOf(lane);
      if (at <= 0 || !lane.isIdle()) return;
      lanes.splice(at, 1);
      lane.dispose();
    }, idleMilliseconds);
    timer.unref();
  };
  const moveHeldUp = (): void => {
    for (const lane of [...lanes]) {
      const held = lane.heldUp();
      const free = held.length > 0 ? freeLane() : undefined;
      if (!free) continue;
      for (const job of [...jobs].filter((one) => one.lane === lane && held.includes(one.ticket))) {
        if (job.signal.aborted) continue;
        lane.withdraw(job.ticket);
        place(job, free);
      }
    }
  };
  const startWatch = (): void => {
    if (watch || jobs.size < 2) return;
    // What the threads have said meanwhile is heard first.
    watch = setInterval(() => setImmediate(moveHeldUp), watchMilliseconds);
    watch.unref();
  };
  const ready = (input: RunInput): Lane => {
    const lane = laneOf.get(input);
    return lane && lanes.includes(lane) ? lane : (freeLane() ?? lanes[0]!);
  };

  return {
    run: (_, input, signal, progress) =>
      new Promise((end) => {
        const lane = freeLane() ?? lanes[0]!;
        const job: Job = { input, signal, lane, ticket: 0, progress, end };
        jobs.add(job);
        place(job, lane);
        startWatch();
      }),
    explain: (input, log, from, to) => ready(input).explain(input, log, from, to),
    elsewhere: (input, log, line, of) => ready(input).elsewhere(input, log, line, of),
    reasons: (input, log, line) => ready(input).reasons(input, log, line),
    parts: (input, ...of) => ready(input).parts(input, ...of),
    fixes: (input, ...of) => ready(input).fixes(input, ...of),
    breakDown: (input, signal) => ready(input).breakDown(input, signal),
    compare: (input, ...of) => ready(input).compare(input, ...of),
    texts: (log, lines) => (freeLane() ?? lanes[0]!).texts(log, lines),
    forget(path) {
      for (const lane of lanes) lane.forget(path);
    },
    dispose() {
      clearInterval(watch);
      jobs.clear();
      for (const lane of lanes) lane.dispose();
    },
  };
}
