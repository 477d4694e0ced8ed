import { ApiError } from "../../../http/errors.ts";

/** Queries that one project may have running; further ones wait their turn for a moment. */
export const MAX_RUNNING = 6;
/** Queries of all projects that an isolate has running: beyond, projects take turns. */
export const MAX_TOTAL = 24;
const MAX_WAITING = 30;
const MAX_WAIT_MS = 20_000;

/** Longest that a place is believed to be taken: a request that is cut off never gives its own back. */
export const PLACE_MS = 90_000;

interface Lane {
  /** Until when each place that is taken is believed to be. */
  readonly running: Set<{ readonly until: number }>;
  readonly waiting: (() => unknown)[];
}

/**
 * Bounds how many queries run at once, of a tenant and in all. Places that get free go round the tenants, one each, so
 * that whoever asks for much waits behind whoever asks for little.
 */
export class QueryLanes {
  /** In the order of their turns: the next one first. */
  readonly #lanes = new Map<number, Lane>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Runs `task` when there is room. Throws 429 when too many wait, or one waited too long. */
  async run<T>(tenant: number, task: () => Promise<T>): Promise<T> {
    const leave = await this.enter(tenant);
    try {
      return await task();
    } finally {
      leave();
    }
  }

  /**
   * Takes a place when there is room, for at most `forMs`; the answer gives it back, once. Throws 429 like {@link run}.
   */
  async enter(tenant: number, forMs = PLACE_MS): Promise<() => void> {
    this.#sweep();
    const lane = this.#lane(tenant);
    const free = lane.running.size < MAX_RUNNING && this.#total() < MAX_TOTAL;
    const place = free ? this.#take(lane, forMs) : await this.#wait(tenant, lane, forMs);
    return () => {
      if (!lane.running.delete(place)) return;
      this.#next();
      this.#forget(tenant, lane);
    };
  }

  #take(lane: Lane, forMs: number): { readonly until: number } {
    const place = { until: this.#now() + forMs };
    lane.running.add(place);
    return place;
  }

  #total(): number {
    let total = 0;
    for (const { running } of this.#lanes.values()) total += running.size;
    return total;
  }

  /** Takes back the places of requests that were cut off. */
  #sweep(): void {
    const now = this.#now();
    for (const { running } of this.#lanes.values()) {
      for (const place of running) {
        if (place.until > now) continue;
        running.delete(place);
        this.#next();
      }
    }
  }

  #lane(tenant: number): Lane {
    const known = this.#lanes.get(tenant);
    if (known) return known;
    const lane: Lane = { running: new Set(), waiting: [] };
    this.#lanes.set(tenant, lane);
    return lane;
  }

  #wait(tenant: number, lane: Lane, forMs: number): Promise<{ readonly until: number }> {
    if (lane.waiting.length >= MAX_WAITING) throw tooMany();
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        const place = this.#take(lane, forMs);
        resolve(place);
        return place;
      };
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(start), 1);
        this.#forget(tenant, lane);
        reject(tooMany());
      }, MAX_WAIT_MS);
      lane.waiting.push(start);
    });
  }

  /** Gives a free place to the tenant whose turn it is, who then is the last to have another one. */
  #next(): void {
    for (const [tenant, lane] of this.#lanes) {
      if (lane.running.size >= MAX_RUNNING) continue;
      const start = lane.waiting.shift();
      if (!start) continue;
      this.#lanes.delete(tenant);
      this.#lanes.set(tenant, lane);
      start();
      return;
    }
  }

  #forget(tenant: number, lane: Lane): void {
    if (lane.running.size === 0 && lane.waiting.length === 0) this.#lanes.delete(tenant);
  }
}

const tooMany = () =>
  new ApiError(
    "throttled",
    `Too many queries of this project are running (${MAX_RUNNING} at once). Expected available in 5 seconds. Shorter date ranges and fewer tiles at once finish sooner.`,
    { retryAfterSeconds: 5 },
  );
