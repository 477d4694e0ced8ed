import type { JsonObject } from "@edgewise/core/events/types.ts";

export interface CachedResult {
  readonly response: JsonObject;
  /** When it was computed, ms. */
  readonly at: number;
}

/** Answers an isolate keeps for a while: least recently used go first, large ones are not kept. */
export class ResultCache {
  readonly #entries = new Map<string, CachedResult & { readonly size: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 16 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  get(key: string, now: number, maxAgeMs: number): CachedResult | undefined {
    const entry = this.#entries.get(key);
    if (!entry || now - entry.at >= maxAgeMs) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  set(key: string, response: JsonObject, at: number): void {
    const size = 2 * JSON.stringify(response).length;
    this.#remove(key);
    if (size > this.#maxBytes / 8) return;
    this.#entries.set(key, { response, at, size });
    this.#bytes += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#bytes -= entry.size;
    this.#entries.delete(key);
  }
}
