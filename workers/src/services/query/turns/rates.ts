import { ApiError } from "../../../http/errors.ts";
import { RateLimiter, type RateWindows } from "../../../http/rate-limit.ts";

/** Queries of one project that are computed: in a minute, and in an hour. Answers from the cache are free. */
export const QUERY_RATES = [
  { windowMs: 60_000, most: 1200 },
  { windowMs: 3_600_000, most: 20_000 },
] as const;

/** Counts what is computed for each tenant. */
export class QueryRates {
  readonly #limiter: RateLimiter;

  /** `counted`: what was counted before, as `counted` said it. */
  constructor(counted?: RateWindows) {
    this.#limiter = new RateLimiter(QUERY_RATES, counted);
  }

  get counted(): RateWindows {
    return this.#limiter.windows;
  }

  /** Throws 429 with the time to wait when the tenant has computed too much. */
  take(tenant: number, now: number): void {
    const wait = Math.ceil(this.#limiter.take(String(tenant), now));
    if (wait === 0) return;
    const [minute, hour] = QUERY_RATES;
    throw new ApiError(
      "throttled",
      `Request was throttled. Expected available in ${wait} seconds. A project computes at most ${minute.most} queries a minute and ${hour.most} an hour: ask without force_blocking, so that unchanged answers come from the cache, and less often.`,
      { retryAfterSeconds: wait },
    );
  }
}
