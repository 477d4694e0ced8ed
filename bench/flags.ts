import { compareHttp } from "./flags/http.ts";
import { compareEngines } from "./flags/in-process.ts";
import type { BenchOptions } from "./support.ts";

/** Flag evaluation: in process beside other evaluators, then over HTTP beside a bare Worker. */
export async function run(options: BenchOptions): Promise<void> {
  await compareEngines(options);
  await compareHttp(options);
}
