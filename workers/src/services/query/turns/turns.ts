import { ApiError } from "../../../http/errors.ts";
import type { QueryTenant } from "../tenant.ts";
import type { GateAnswer, GateRequest, Gates } from "./gate.ts";
import { PLACE_MS, QueryLanes } from "./lanes.ts";
import { QueryRates } from "./rates.ts";

/** Whose turn it is. */
export type TurnOf = Pick<QueryTenant, "environmentId" | "projectId">;

export interface TurnsOptions {
  /** Null: limits hold in this isolate only. */
  readonly gates: Gates | null;
  /** False: nothing is counted (benchmarks). */
  readonly rates: boolean;
  readonly now?: () => number;
}

/**
 * Places at the engine. A project's own limits are held by its gate, over all isolates; how many queries this isolate
 * runs at once, and that projects take turns for them, by its lanes.
 */
export class Turns {
  readonly #gates: Gates | null;
  readonly #lanes: QueryLanes;
  readonly #rates: QueryRates | null;
  readonly #now: () => number;

  constructor({ gates, rates, now = Date.now }: TurnsOptions) {
    this.#gates = gates;
    this.#now = now;
    this.#lanes = new QueryLanes(now);
    // The gate counts; alone, the isolate does.
    this.#rates = rates ? new QueryRates() : null;
  }

  /** Runs `task` when there is room; `counts`: it is the first of a query. Throws 429 when there is none for too long. */
  async run<T>(tenant: TurnOf, task: () => Promise<T>, { counts = false } = {}): Promise<T> {
    const leave = await this.enter(tenant, { counts });
    try {
      return await task();
    } finally {
      leave();
    }
  }

  /** Takes a place when there is room, for at most `forMs`; the answer gives it back, once. Throws 429 like {@link run}. */
  async enter(tenant: TurnOf, { forMs = PLACE_MS, counts = false } = {}): Promise<() => void> {
    const place = await this.#pass(tenant, { forMs, counts });
    const release = () => place?.[Symbol.dispose]();
    try {
      // The gate learns when a holder is gone; here a place that nobody gives back must not last as long as an export.
      const leave = await this.#lanes.enter(tenant.projectId, place ? Math.min(forMs, PLACE_MS) : forMs);
      return () => {
        leave();
        release();
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  async #pass(tenant: TurnOf, request: GateRequest): Promise<Disposable | null> {
    let answer: GateAnswer | undefined;
    try {
      answer = await this.#gates?.(tenant.projectId).enter(request);
    } catch {
      // A gate that can't be reached keeps nobody out: this isolate's own limits hold.
    }
    if (answer === undefined) {
      if (request.counts) this.#rates?.take(tenant.projectId, this.#now());
      return null;
    }
    if (answer.ok) return answer.place;
    const { message, retryAfterSeconds } = answer;
    throw new ApiError("throttled", message, { retryAfterSeconds });
  }
}
