import type { RegionDeps } from "../../deps.ts";

const FLUSH_MS = 20_000;
const POLL_MS = 100;

/** Waits until all that was accepted before is in the warehouse; false when that takes too long. */
export async function flushed(deps: RegionDeps): Promise<boolean> {
  const end = deps.now().getTime() + FLUSH_MS;
  const inTime = () => deps.now().getTime() < end;
  const rest = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));
  // Steps of identity between partitions become rows of their own: they come first.
  while ((await deps.partitions.stats()).some(({ mail }) => mail > 0) && inTime()) await rest();
  const marks = await deps.partitions.flushMarks();
  while (!(await deps.partitions.isFlushed(marks))) {
    if (!inTime()) return false;
    await rest();
  }
  return true;
}
