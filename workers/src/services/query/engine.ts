import type { QueryParser } from "@edgewise/core/insights/query-kind.ts";
import type { Deps } from "../../deps.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { QueryLanes } from "./concurrency.ts";
import { ResultCache } from "./result-cache.ts";

const noParser = () =>
  ({ ok: false, error: { code: "not_available", message: "SQL can't be parsed here yet." } }) as const;
const NO_PARSER: QueryParser = { parseSelect: noParser, parseExpr: noParser };

/** What running a query needs, composed once an isolate. */
export interface QueryEngine {
  readonly warehouse: Warehouse;
  readonly parser: QueryParser;
  readonly lanes: QueryLanes;
  readonly cache: ResultCache;
}

const engines = new WeakMap<Deps, Promise<QueryEngine>>();

/** The isolate's query engine; the parser is loaded with the first query. */
export function queryEngineOf(deps: Deps): Promise<QueryEngine> {
  const known = engines.get(deps);
  if (known) return known;
  const engine = compose(deps);
  engines.set(deps, engine);
  engine.catch(() => engines.delete(deps));
  return engine;
}

async function compose(deps: Deps): Promise<QueryEngine> {
  return {
    warehouse: deps.warehouse,
    parser: NO_PARSER,
    lanes: new QueryLanes(),
    cache: new ResultCache(),
  };
}
