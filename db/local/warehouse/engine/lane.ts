import { EngineError } from "./error.ts";

/** Lets `width` jobs run at once and `queue` wait; a job beyond is refused as ClickHouse refuses it. */
export class Lane {
  readonly #queue: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(width: number, queue: number) {
    this.#free = width;
    this.#queue = queue;
  }

  /** Runs `job` when its turn comes; an abort while waiting gives up the place in the queue. */
  async run<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  async #enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw cancelled();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= this.#queue) {
      throw new EngineError(202, "Too many simultaneous queries", "TOO_MANY_SIMULTANEOUS_QUERIES");
    }
    await new Promise<void>((resolve, reject) => {
      const admit = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(admit), 1);
        reject(cancelled());
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.push(admit);
    });
  }
}

function cancelled(): EngineError {
  return new EngineError(394, "Query was cancelled", "QUERY_WAS_CANCELLED");
}
