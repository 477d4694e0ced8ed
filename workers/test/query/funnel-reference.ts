/** Funnels by trying everything: slow, plain, only for small histories in tests. */

export interface RefEvent {
  readonly name: string;
  /** ms since the start of the range. */
  readonly t: number;
  /** Breakdown value; '' for none. */
  readonly value: string;
}

/** Which events fill a step: one of the names (null: any), with this value of the breakdown property if one is asked. */
export interface RefStepEvent {
  readonly names: readonly string[] | null;
  readonly value?: string;
  readonly optional?: boolean;
}

export interface RefFunnel {
  readonly order: "ordered" | "strict" | "unordered";
  readonly steps: readonly RefStepEvent[];
  readonly windowMs: number;
  readonly exclusions: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

/** Times of an attempt's steps; undefined for an optional step that was left out. */
export type RefTimes = readonly (number | undefined)[];

/** `fits(event, step)`: which events may fill which step. */
type Fits = (event: RefEvent, step: number) => boolean;

const byStep =
  ({ steps }: RefFunnel): Fits =>
  ({ name, value }, index) => {
    const step = steps[index];
    if (!step || (step.value !== undefined && step.value !== value)) return false;
    return step.names === null || step.names.includes(name);
  };

const hasOptional = ({ steps }: RefFunnel): boolean => steps.some(({ optional }) => optional);

interface Rules {
  /** Which events fill which step, where a breakdown value is looked at too. */
  readonly fits?: Fits;
  readonly mayStart?: (event: RefEvent) => boolean;
}

/** Times of the steps of a person's counted attempt; undefined when there is none. */
export const bestAttempt = (
  funnel: RefFunnel,
  history: readonly RefEvent[],
  rules: Rules = {},
): RefTimes | undefined => survivors(funnel, history, rules)[0];

/** A person's attempts that no exclusion ended, the one that counts first. */
export function survivors(
  funnel: RefFunnel,
  history: readonly RefEvent[],
  rules: Rules = {},
): readonly RefTimes[] {
  const fits = rules.fits ?? byStep(funnel);
  const events = inOrder(funnel, history, fits);
  const started = events.flatMap((event, start) => {
    if (rules.mayStart && !rules.mayStart(event)) return [];
    const times = ATTEMPTS[funnel.order](funnel, events, start, fits);
    return times.length > 0 ? [times] : [];
  });
  const walks = funnel.order === "strict" || hasOptional(funnel);
  const furthest = (attempts: readonly RefTimes[]) =>
    [...attempts].sort((a, b) => b.length - a.length || (walks ? 0 : compareTimes(a, b)));
  // What happens at one moment starts one attempt, where steps aren't walked event after event.
  const moments = [...Map.groupBy(started, ([first]) => first).values()].flatMap((tied) =>
    furthest(tied).slice(0, 1),
  );
  return furthest((walks ? started : moments).filter((times) => !excluded(funnel, events, times)));
}

const compareTimes = (a: RefTimes, b: RefTimes): number =>
  a.map((time, index) => (time ?? 0) - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

const overlap = ({ names: a }: RefStepEvent, { names: b }: RefStepEvent): boolean =>
  !a || !b || a.some((name) => b.includes(name));

/** By time; at the same time by the first step that an event fits, then by all of them. */
function inOrder(funnel: RefFunnel, history: readonly RefEvent[], fits: Fits): RefEvent[] {
  const { steps } = funnel;
  const several = steps.some((one, index) => steps.slice(index + 1).some((other) => overlap(one, other)));
  const own = several ? byStep(funnel) : fits;
  const rank = (event: RefEvent) => funnel.steps.findIndex((_, step) => own(event, step));
  const marks = (event: RefEvent) =>
    funnel.steps.reduce((sum, _, step) => sum + (fits(event, step) ? 2 ** step : 0), 0);
  return [...history].sort((a, b) => a.t - b.t || rank(a) - rank(b) || marks(a) - marks(b));
}

type Attempt = (funnel: RefFunnel, events: readonly RefEvent[], start: number, fits: Fits) => RefTimes;

const ATTEMPTS: Readonly<Record<RefFunnel["order"], Attempt>> = {
  strict: walk,
  ordered: (funnel, events, start, fits) =>
    hasOptional(funnel) ? walk(funnel, events, start, fits) : search(funnel, events, start, fits),
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

/** Event after event: each does the furthest step that it can, as long as only optional ones are left out. */
function walk(
  { steps, windowMs, order }: RefFunnel,
  events: readonly RefEvent[],
  start: number,
  fits: Fits,
): RefTimes {
  const first = events[start] as RefEvent;
  if (!fits(first, 0)) return [];
  const times: (number | undefined)[] = [first.t];
  for (const event of events.slice(start + 1)) {
    if (times.length === steps.length || event.t > first.t + windowMs) break;
    const required = steps.findIndex(({ optional }, step) => step >= times.length && !optional);
    let step = required < 0 ? steps.length - 1 : required;
    while (step >= times.length && !fits(event, step)) step--;
    if (step >= times.length) {
      while (times.length < step) times.push(undefined);
      times.push(event.t);
    } else if (order === "strict") break;
  }
  return times;
}

/** The longest of all ways to fill the steps one after the other, and of those the earliest. */
function search(
  { steps, windowMs }: RefFunnel,
  events: readonly RefEvent[],
  start: number,
  fits: Fits,
): RefTimes {
  const first = events[start] as RefEvent;
  const from = (used: readonly RefEvent[]): readonly number[] => {
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
    const longest = next.map((event) => from([...used, event]));
    return [own, ...longest].sort((a, b) => b.length - a.length || compareTimes(a, b))[0] ?? own;
  };
  return fits(first, 0) ? from([first]) : [];
}

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

/** An exclusion's range ends at steps that can't be left out. */
function excluded(
  { exclusions, windowMs, steps }: RefFunnel,
  events: readonly RefEvent[],
  times: RefTimes,
): boolean {
  const deadline = (times[0] ?? 0) + windowMs;
  return exclusions.some(({ name, from, to }) => {
    const start = steps.findLastIndex(({ optional }, step) => step <= from && !optional);
    const end = steps.findIndex(({ optional }, step) => step >= to && !optional);
    const after = times[start];
    if (after === undefined) return false;
    const before = Math.min((end < 0 ? undefined : times[end]) ?? deadline, deadline);
    return events.some((event) => event.name === name && event.t > after && event.t < before);
  });
}

export type RefAttribution = "first_touch" | "last_touch" | "all_events" | number;

/** A person's counted attempt under each breakdown value; a number attributes by that step. */
export function attempts(
  funnel: RefFunnel,
  history: readonly RefEvent[],
  attribution: RefAttribution,
): ReadonlyMap<string, RefTimes> {
  const fits = byStep(funnel);
  const ofStep = (event: RefEvent) => funnel.steps.some((_, step) => fits(event, step));
  const found = new Map<string, RefTimes>();
  const add = (value: string, times: RefTimes | undefined, least = 1) => {
    if (times && times.length >= least) found.set(value, times);
  };
  if (attribution === "first_touch" || attribution === "last_touch") {
    const given = history.filter((event) => ofStep(event) && event.value !== "").sort((a, b) => a.t - b.t);
    add(given.at(attribution === "first_touch" ? 0 : -1)?.value ?? "", bestAttempt(funnel, history));
    return found;
  }
  const values = (events: readonly RefEvent[]) => new Set(events.map((event) => event.value));
  if (attribution === "all_events") {
    for (const value of values(history.filter(ofStep))) {
      const only: Fits = (event, step) => fits(event, step) && event.value === value;
      add(value, bestAttempt(funnel, history, { fits: only }));
    }
    return found;
  }
  if (funnel.order === "unordered") {
    for (const value of values(history.filter(ofStep)))
      add(value, bestAttempt(funnel, history, { mayStart: (event) => event.value === value }));
    return found;
  }
  for (const value of values(history.filter((event) => fits(event, attribution)))) {
    const only: Fits = (event, step) => fits(event, step) && (step !== attribution || event.value === value);
    add(value, bestAttempt(funnel, history, { fits: only }), attribution + 1);
  }
  return found;
}

export interface RefStep {
  readonly count: number;
  readonly average_conversion_time: number | null;
  readonly median_conversion_time: number | null;
}

/** Counts of each step over persons' attempts, and times since the step before that can't be left out. */
export function stepsOf(funnel: RefFunnel, persons: readonly RefTimes[]): RefStep[] {
  return funnel.steps.map((_, step) => {
    const before = funnel.steps.findLastIndex(({ optional }, other) => other < step && !optional);
    const reached = persons.filter((times) => times[step] !== undefined);
    const spans = reached.map((times) => ((times[step] ?? 0) - (times[before] ?? 0)) / 1000);
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
