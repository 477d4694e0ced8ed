import { compareHttp } from "./flags/http.ts";
import { compareEngines } from "./flags/in-process.ts";
import { measureScale } from "./flags/scale.ts";
import type { BenchOptions } from "./support.ts";

/** Flag evaluation: in process beside other evaluators, then over HTTP beside a bare Worker; what a large project costs. */
export async function run(options: BenchOptions): Promise<void> {
  await compareEngines(options);
  await compareHttp(options);
  await measureScale(options);
}
