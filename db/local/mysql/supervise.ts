import { setTimeout as sleep } from "node:timers/promises";
import { type Mariadbd, type MariadbdOptions, startMariadbd } from "./mariadbd.ts";

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

export interface Supervised {
  /** Stops the server for good. */
  stop(): Promise<void>;
}

/** Keeps mariadbd running: when it ends by itself (a crash, a kill) it is started again on the same data. */
export async function superviseMariadbd(
  options: MariadbdOptions,
  warn: (message: string) => void,
): Promise<Supervised> {
  let current = await startMariadbd(options);
  let stopping = false;
  const watch = async (running: Mariadbd): Promise<void> => {
    await running.exited;
    for (let wait = FIRST_WAIT_MS; !stopping; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await sleep(wait);
      if (stopping) return;
      try {
        current = await startMariadbd(options);
        if (stopping) await current.stop();
        return void watch(current);
      } catch (error) {
        warn(`mariadbd ended and does not start again yet: ${String(error)}`);
      }
    }
  };
  void watch(current);
  return {
    stop: async () => {
      stopping = true;
      await current.stop();
    },
  };
}
