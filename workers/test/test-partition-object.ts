import { PartitionObject } from "../src/partition/partition-object.ts";

/** The real partition with a clock that tests can move. */
export class TestPartitionObject extends PartitionObject {
  private offset = 0;

  // The base constructor asks for the time before this class's fields exist.
  protected override now(): number {
    return super.now() + (this.offset ?? 0);
  }

  /** Moves the clock by `ms` from the real one. */
  moveClock(ms: number): void {
    this.offset = ms;
  }

  /** Runs the alarm now. */
  ring(): Promise<void> {
    return this.alarm();
  }
}
