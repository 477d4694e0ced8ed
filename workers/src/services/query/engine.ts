import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import { cacheApi } from "../../adapters/cache/cache-api.ts";
import type { RegionDeps } from "../../deps.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { AnswerCache } from "./answer-cache.ts";
import { DataVersions } from "./data-version.ts";
import { gatesOf } from "./turns/gate.ts";
import { Turns } from "./turns/turns.ts";

/** What running a query needs, composed once an isolate. */
export interface QueryEngine {
  readonly warehouse: Warehouse;
  readonly parser: QueryParser;
  readonly turns: Turns;
  readonly cache: AnswerCache;
  readonly versions: DataVersions;
}

/** By the warehouse, so that none asks another region's. */
const engines = new WeakMap<Warehouse, Promise<QueryEngine>>();

/** The isolate's query engine of a region; the parser is loaded with the first query. */
export function queryEngineOf(deps: RegionDeps): Promise<QueryEngine> {
  const known = engines.get(deps.warehouse);
  if (known) return known;
  const engine = compose(deps);
  engines.set(deps.warehouse, engine);
  engine.catch(() => engines.delete(deps.warehouse));
  return engine;
}

async function compose(deps: RegionDeps): Promise<QueryEngine> {
  // Imported late: Node has no modules of WebAssembly, and tests of other routes need no parser.
  const { loadParser } = await import("../../sql/load-parser.ts");
  return {
    warehouse: deps.warehouse,
    parser: await loadParser(),
    turns: new Turns({ gates: gatesOf(deps.env.QUERY_GATE), rates: deps.config.rateLimits }),
    cache: new AnswerCache(cacheApi()),
    versions: new DataVersions(),
  };
}
