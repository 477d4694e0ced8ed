import { MACHINE } from "./scenario.ts";

/** Parts of equal level that are merged into one of the next; ClickHouse picks by size to the same effect. */
const FANOUT = 8;
/** A part of this size is left alone for the rest of the day. */
const LARGEST_BYTES = 20_000_000_000;

/** Active parts of one table on one shard, and the merges that keep them few. */
export class Parts {
  /** Parts that no merge has taken yet, by level: their sizes. */
  private readonly levels: number[][] = [];
  private merging: {
    readonly until: number;
    readonly level: number;
    readonly bytes: number;
    readonly parts: number;
  }[] = [];
  active = 0;
  most = 0;

  insert(now: number, rows: number): void {
    this.settle(now);
    this.add(0, rows * MACHINE.storedRowBytes);
    this.active += 1;
    this.most = Math.max(this.most, this.active);
    this.start(now);
  }

  private add(level: number, bytes: number): void {
    const parts = this.levels[level] ?? [];
    this.levels[level] = parts;
    parts.push(bytes);
  }

  private settle(now: number): void {
    if (!this.merging.some(({ until }) => until <= now)) return;
    for (const { until, level, bytes, parts } of this.merging) {
      if (until > now) continue;
      this.active -= parts - 1;
      this.add(level + 1, bytes);
    }
    this.merging = this.merging.filter(({ until }) => until > now);
  }

  private start(now: number): void {
    for (const [level, parts] of this.levels.entries()) {
      while (parts && parts.length >= FANOUT && this.merging.length < MACHINE.merges) {
        const bytes = parts.splice(0, FANOUT).reduce((sum, size) => sum + size, 0);
        if (bytes > LARGEST_BYTES) continue;
        // Each merge gets its share of the disk; a tenth of a second is what the smallest takes.
        const share = MACHINE.mergeBytesPerSecond / MACHINE.merges;
        this.merging.push({ until: now + 100 + (bytes / share) * 1000, level, bytes, parts: FANOUT });
      }
    }
  }
}
