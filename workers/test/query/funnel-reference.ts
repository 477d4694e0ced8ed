/** Funnels by trying everything: slow, plain, only for small histories in tests. */

export interface RefEvent {
  readonly name: string;
  /** ms since the start of the range. */
  readonly t: number;
  /** Breakdown value; '' for none. */
  readonly value: string;
}

export interface RefFunnel {
  readonly order: "ordered" | "strict" | "unordered";
  /** Event names; null = any event. */
  readonly steps: readonly (string | null)[];
  readonly windowMs: number;
  readonly exclusions: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** `fits(event, step)`: which events may fill which step. */
type Fits = (event: RefEvent, step: number) => boolean;

const byName =
  ({ steps }: RefFunnel): Fits =>
  (event, step) =>
    steps[step] === null || steps[step] === event.name;

/** Times of the steps of a person's counted attempt; undefined when there is none. */
export function bestAttempt(
  funnel: RefFunnel,
  history: readonly RefEvent[],
  fits = byName(funnel),
): readonly number[] | undefined {
  const events = [...history].sort((a, b) => a.t - b.t || tieRank(funnel, a) - tieRank(funnel, b));
  const attempts = events.flatMap((_, start) => {
    const times = ATTEMPTS[funnel.order](funnel, events, start, fits);
    return times.length > 0 && !excluded(funnel, events, times) ? [times] : [];
  });
  const [best] = attempts.sort((a, b) => b.length - a.length || compareTimes(a, b));
  return best;
}

const compareTimes = (a: readonly number[], b: readonly number[]): number =>
  a.map((time, index) => time - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

const tieRank = ({ steps }: RefFunnel, { name }: RefEvent): number =>
  steps.findIndex((step) => step === null || step === name);

type Attempt = (
  funnel: RefFunnel,
  events: readonly RefEvent[],
  start: number,
  fits: Fits,
) => readonly number[];

const ATTEMPTS: Readonly<Record<RefFunnel["order"], Attempt>> = {
  strict({ steps, windowMs }, events, start, fits) {
    const run = events.slice(start, start + steps.length);
    const end = run.findIndex((event, step) => !fits(event, step) || event.t > (run[0]?.t ?? 0) + windowMs);
    return (end < 0 ? run : run.slice(0, end)).map(({ t }) => t);
  },
  ordered({ steps, windowMs }, events, start, fits) {
    const first = events[start] as RefEvent;
    const search = (used: readonly RefEvent[]): readonly number[] => {
      const last = used.at(-1) as RefEvent;
      const own = used.map(({ t }) => t);
      if (used.length === steps.length) return own;
      const next = events.filter(
        (event) =>
          !used.includes(event) &&
          event.t >= last.t &&
          event.t <= first.t + windowMs &&
          fits(event, used.length),
      );
      const longest = next.map((event) => search([...used, event]));
      return [own, ...longest].sort((a, b) => b.length - a.length || compareTimes(a, b))[0] ?? own;
    };
    return fits(first, 0) ? search([first]) : [];
  },
  unordered({ steps, windowMs }, events, start, fits) {
    const first = events[start] as RefEvent;
    if (!steps.some((_, step) => fits(first, step))) return [];
    const seen = events.filter(({ t }) => t >= first.t && t <= first.t + windowMs);
    const times: number[] = [];
    for (let count = 1; count <= seen.length; count++) {
      const filled = fillable(seen.slice(0, count), 0, new Set(), steps.length, fits);
      while (times.length < filled) times.push((seen[count - 1] as RefEvent).t);
    }
    return times;
  },
};

/** Most steps from `step` on that different events can fill. */
function fillable(
  events: readonly RefEvent[],
  step: number,
  used: ReadonlySet<RefEvent>,
  steps: number,
  fits: Fits,
): number {
  if (step === steps) return 0;
  const options = events.filter((event) => !used.has(event) && fits(event, step));
  const filled = options.map(
    (event) => 1 + fillable(events, step + 1, new Set([...used, event]), steps, fits),
  );
  return Math.max(fillable(events, step + 1, used, steps, fits), ...filled);
}

function excluded(
  { exclusions, windowMs }: RefFunnel,
  events: readonly RefEvent[],
  times: readonly number[],
): boolean {
  const deadline = (times[0] ?? 0) + windowMs;
  return exclusions.some(({ name, from, to }) => {
    const after = times[from];
    if (after === undefined) return false;
    const end = Math.min(times[to] ?? deadline, deadline);
    return events.some((event) => event.name === name && event.t > after && event.t < end);
  });
}

export type RefAttribution = "first_touch" | "last_touch" | "all_events" | 0 | 1;

/** A person's counted attempt under each breakdown value; a number attributes by that step. */
export function attempts(
  funnel: RefFunnel,
  history: readonly RefEvent[],
  attribution: RefAttribution,
): ReadonlyMap<string, readonly number[]> {
  const fits = byName(funnel);
  const bound = (event: RefEvent) =>
    typeof attribution === "number"
      ? fits(event, attribution)
      : funnel.steps.some((_, step) => fits(event, step));
  const found = new Map<string, readonly number[]>();
  const add = (value: string, times: readonly number[] | undefined, least = 1) => {
    if (times && times.length >= least) found.set(value, times);
  };
  if (attribution === "first_touch" || attribution === "last_touch") {
    const given = history.filter((event) => bound(event) && event.value !== "").sort((a, b) => a.t - b.t);
    add(given.at(attribution === "first_touch" ? 0 : -1)?.value ?? "", bestAttempt(funnel, history, fits));
    return found;
  }
  for (const value of new Set(history.filter(bound).map((event) => event.value))) {
    const only: Fits = (event, step) =>
      fits(event, step) &&
      (event.value === value || (typeof attribution === "number" && step !== attribution));
    add(value, bestAttempt(funnel, history, only), typeof attribution === "number" ? attribution + 1 : 1);
  }
  return found;
}

export interface RefStep {
  readonly count: number;
  readonly average_conversion_time: number | null;
  readonly median_conversion_time: number | null;
}

/** Counts and times of each step over persons' attempts. */
export function stepsOf(funnel: RefFunnel, persons: readonly (readonly number[])[]): RefStep[] {
  return funnel.steps.map((_, step) => {
    const reached = persons.filter((times) => times.length > step);
    const spans = reached.map((times) => ((times[step] ?? 0) - (times[step - 1] ?? 0)) / 1000);
    spans.sort((a, b) => a - b);
    const half = (spans.length - 1) / 2;
    const none = step === 0 || spans.length === 0;
    return {
      count: reached.length,
      average_conversion_time: none ? null : spans.reduce((sum, span) => sum + span, 0) / spans.length,
      median_conversion_time: none
        ? null
        : ((spans[Math.floor(half)] ?? 0) + (spans[Math.ceil(half)] ?? 0)) / 2,
    };
  });
}
