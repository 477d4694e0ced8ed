import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Gives back what starting needed: from now on this process mostly waits. */
export function trimMemory(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  setFlagsFromString("--optimize-for-size");
  collect();
}
