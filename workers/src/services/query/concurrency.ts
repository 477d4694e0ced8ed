import { ApiError } from "../../http/errors.ts";

/** Queries that one project may have running in an isolate; further ones wait their turn for a moment. */
export const MAX_RUNNING = 6;
const MAX_WAITING = 30;
const MAX_WAIT_MS = 20_000;

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

/** Bounds how many queries of a tenant run at once, so that one project can't take the engine from the others. */
export class QueryLanes {
  readonly #lanes = new Map<number, Lane>();

  /** Runs `task` when there is room. Throws 429 when too many wait, or one waited too long. */
  async run<T>(tenant: number, task: () => Promise<T>): Promise<T> {
    const lane = this.#lane(tenant);
    if (lane.running >= MAX_RUNNING) await this.#wait(lane);
    else lane.running += 1;
    try {
      return await task();
    } finally {
      this.#release(tenant, lane);
    }
  }

  #lane(tenant: number): Lane {
    const known = this.#lanes.get(tenant);
    if (known) return known;
    const lane: Lane = { running: 0, waiting: [] };
    this.#lanes.set(tenant, lane);
    return lane;
  }

  #wait(lane: Lane): Promise<void> {
    if (lane.waiting.length >= MAX_WAITING) throw tooMany();
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(start), 1);
        reject(tooMany());
      }, MAX_WAIT_MS);
      lane.waiting.push(start);
    });
  }

  /** Hands the place to the next in line, so `running` stays; frees it when nobody waits. */
  #release(tenant: number, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) next();
    else lane.running -= 1;
    if (lane.running === 0) this.#lanes.delete(tenant);
  }
}

const tooMany = () =>
  new ApiError(
    "throttled",
    "Too many queries of this project are running. Expected available in 5 seconds.",
    { retryAfterSeconds: 5 },
  );
