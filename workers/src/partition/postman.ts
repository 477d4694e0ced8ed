import type { Letter } from "./mail.ts";
import { backoffMs } from "./outbox/backoff.ts";
import type { PartitionStore } from "./store.ts";

export interface PostmanOptions {
  readonly store: PartitionStore;
  readonly now: () => number;
  readonly random: () => number;
  /** Delivers letters; answers the number of the last one that the destination processed. */
  readonly deliver: (destination: number, letters: readonly Letter[]) => Promise<number>;
}

/** Delivers letters to other partitions, in order, until each is confirmed. */
export class Postman {
  private readonly options: PostmanOptions;
  private running: Promise<void> | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(options: PostmanOptions) {
    this.options = options;
  }

  kick(): void {
    if (this.timer !== undefined || this.running || this.options.store.mail.size === 0) return;
    const delay =
      this.failures === 0
        ? 0
        : backoffMs(this.failures, this.options.store.config.maxBackoffMs, this.options.random());
    this.timer = setTimeout(() => void this.run(), delay);
  }

  /** One round over all destinations. Never throws. */
  run(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.round().finally(() => {
      this.running = undefined;
      this.kick();
    });
    return this.running;
  }

  private async round(): Promise<void> {
    const done = await Promise.all(this.options.store.mail.destinations().map((to) => this.deliver(to)));
    this.failures = done.every(Boolean) ? 0 : this.failures + 1;
  }

  private async deliver(destination: number): Promise<boolean> {
    const { store, now, deliver } = this.options;
    try {
      for (
        let letters = store.mail.read(destination);
        letters.length > 0;
        letters = store.mail.read(destination)
      ) {
        const seq = await deliver(destination, letters);
        if (seq < letters[0]!.seq) return false;
        store.transaction(now(), () => store.mail.confirm(destination, seq));
      }
      return true;
    } catch {
      // Unknown what happened there: the same letters go out again, and the receiver knows them by their number.
      return false;
    }
  }
}
