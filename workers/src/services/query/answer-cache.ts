import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { SharedCache } from "../../ports/shared-cache.ts";
import { KEPT_MS } from "./request.ts";
import { type CachedResult, ResultCache } from "./result-cache.ts";

/** Longest answer that is shared, in characters. */
const MAX_SHARED = 4_000_000;

/** Answers that this isolate has, and behind them those that any isolate of the place has computed. */
export class AnswerCache {
  readonly #own: ResultCache;
  readonly #shared: SharedCache;

  constructor(shared: SharedCache, own = new ResultCache()) {
    this.#own = own;
    this.#shared = shared;
  }

  /** The answer of that name if it is good enough: of the isolate, else of another one. */
  async find(key: string, good: (found: CachedResult) => boolean): Promise<CachedResult | undefined> {
    const own = this.#own.get(key);
    if (own && good(own)) return own;
    const text = await this.#shared.get(key);
    if (text === undefined) return undefined;
    const shared = JSON.parse(text) as CachedResult;
    if (!good(shared)) return undefined;
    this.#own.set(key, shared, text.length);
    return shared;
  }

  /** Keeps an answer in place of the one of that name. */
  async keep(key: string, response: JsonObject, at: number, version: string | undefined): Promise<void> {
    const found: CachedResult = { response, at, version: version ?? null };
    const text = JSON.stringify(found);
    this.#own.set(key, found, text.length);
    if (text.length <= MAX_SHARED) await this.#shared.set(key, text, KEPT_MS / 1000);
  }
}
