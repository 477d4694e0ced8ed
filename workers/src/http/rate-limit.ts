import { ApiError } from "./errors.ts";
import type { Principal } from "./principal.ts";
import type { ApiContext } from "./types.ts";

/**
 * Requests that an isolate lets through for one key, one person's sessions, or one address without either: in a minute,
 * and in an hour.
 */
export const LIMITS = [
  { windowMs: 60_000, most: 3000 },
  { windowMs: 3_600_000, most: 60_000 },
] as const;

interface Limit {
  readonly windowMs: number;
  readonly most: number;
}

interface Window {
  start: number;
  used: number;
}

/** What was counted, by window and key. */
export type RateWindows = readonly (readonly [string, Readonly<Window>])[];

/** Counts one key's requests in fixed windows. Approximate across isolates by design: it stops floods, not bills. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();
  readonly #limits: readonly Limit[];
  static readonly maxKeys = 10_000;

  constructor(limits: readonly Limit[] = LIMITS, windows: RateWindows = []) {
    this.#limits = limits;
    for (const [name, window] of windows) this.#windows.set(name, { ...window });
  }

  get windows(): RateWindows {
    return [...this.#windows].map(([name, window]) => [name, { ...window }]);
  }

  /** Seconds until the next request may come, or 0 when this one may. */
  take(key: string, now: number): number {
    let wait = 0;
    for (const { windowMs, most } of this.#limits) {
      const window = this.#window(`${windowMs}:${key}`, now, windowMs);
      if (window.used >= most) wait = Math.max(wait, (window.start + windowMs - now) / 1000);
      else window.used += 1;
    }
    return wait;
  }

  #window(name: string, now: number, windowMs: number): Window {
    const known = this.#windows.get(name);
    if (known && now - known.start < windowMs) return known;
    if (this.#windows.size >= RateLimiter.maxKeys) this.#windows.clear();
    const fresh = { start: now, used: 0 };
    this.#windows.set(name, fresh);
    return fresh;
  }
}

/** Refuses with 429 and `Retry-After` when the key of the request, or its person by session, has asked too often. */
export function throttle(c: ApiContext, principal: Principal): void {
  take(c, principal.key === null ? `person:${principal.user.id}` : principal.key.id);
}

/** The same by address, for what nobody logs in for. */
export function throttleAddress(c: ApiContext): void {
  const address = c.get("deps").caller?.address;
  if (address) take(c, `address:${address}`);
}

function take(c: ApiContext, who: string): void {
  const { limiter, now } = c.get("deps");
  if (limiter === null) return;
  const wait = limiter.take(who, now().getTime());
  if (wait === 0) return;
  const seconds = Math.ceil(wait);
  throw new ApiError("throttled", `Request was throttled. Expected available in ${seconds} seconds.`, {
    retryAfterSeconds: seconds,
  });
}
