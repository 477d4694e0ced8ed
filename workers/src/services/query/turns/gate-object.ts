import { DurableObject, RpcTarget } from "cloudflare:workers";
import { ApiError } from "../../../http/errors.ts";
import type { RateWindows } from "../../../http/rate-limit.ts";
import type { GateAnswer, GateRequest } from "./gate.ts";
import { QueryLanes } from "./lanes.ts";
import { QueryRates } from "./rates.ts";

/** A place at the engine: given back once, by whoever holds it or by the runtime when the holder is gone. */
class HeldPlace extends RpcTarget {
  readonly #leave: () => void;

  constructor(leave: () => void) {
    super();
    this.#leave = leave;
  }

  [Symbol.dispose](): void {
    this.#leave();
  }
}

/**
 * The turns of one project's queries, whichever isolates they run in: how many at once, and how many a minute and an
 * hour. Named by the project's number.
 */
export class QueryGateObject extends DurableObject<{ readonly API_RATE_LIMITS?: string }> {
  readonly #lanes = new QueryLanes();
  #rates: QueryRates | null = null;

  constructor(ctx: DurableObjectState, env: { readonly API_RATE_LIMITS?: string }) {
    super(ctx, env);
    if (env.API_RATE_LIMITS === "off") return;
    void ctx.blockConcurrencyWhile(async () => {
      this.#rates = new QueryRates(await ctx.storage.get<RateWindows>("counted"));
    });
  }

  /** Waits for a place; `counts`: one more query is computed. Never throws what the caller should be told. */
  async enter({ forMs, counts }: GateRequest): Promise<GateAnswer> {
    try {
      if (counts && this.#rates) {
        this.#rates.take(0, Date.now());
        // An approximate count may lag behind a crash: nobody waits for the disk.
        void this.ctx.storage.put("counted", this.#rates.counted, { allowUnconfirmed: true });
      }
      return { ok: true, place: new HeldPlace(await this.#lanes.enter(0, forMs)) };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { retryAfterSeconds = 5 } = error.options;
      return { ok: false, message: error.message, retryAfterSeconds };
    }
  }
}
