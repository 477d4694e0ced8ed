import type { JsonObject } from "@edgewise/core/events/types.ts";

export interface CachedResult {
  readonly response: JsonObject;
  /** When it was computed, ms. */
  readonly at: number;
  /** State of the data that it was computed from; null when that couldn't be told. */
  readonly version: string | null;
}

/** Answers an isolate keeps for a while: least recently used go first, large ones are not kept. */
export class ResultCache {
  readonly #entries = new Map<string, { readonly found: CachedResult; readonly size: number }>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 16 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): CachedResult | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.found;
  }

  /** `length`: of the entry as text. */
  set(key: string, found: CachedResult, length: number): void {
    const size = 2 * length;
    this.#remove(key);
    if (size > this.#maxBytes / 8) return;
    this.#entries.set(key, { found, size });
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
