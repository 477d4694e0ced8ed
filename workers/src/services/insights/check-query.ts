import type { JsonObject } from "@edgewise/core/events/types.ts";
import { prepareQuery, unwrapQuery, usesAllTime } from "@edgewise/core/insights/registry.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, ERROR_CODES, type ErrorCode } from "../../http/errors.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { projectContext } from "../query/project-context.ts";

/** Throws when a query could not run as it is; returns the kind inside of its wrapper nodes. */
export async function checkQuery(
  access: ProjectAccess,
  query: JsonObject,
  deps: RegionDeps,
): Promise<string> {
  const inner = unwrapQuery(query);
  if (!inner.ok) throw refused(inner.error);
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, access, deps)]);
  const now = deps.now().getTime();
  const context = await projectContext(engine, access, definitions, now, usesAllTime(query));
  const prepared = prepareQuery(query, context);
  if (prepared.ok) return inner.value.kind;
  throw refused(prepared.error, wrappersOf(query, inner.value));
}

/** How many nodes dress the query. */
function wrappersOf(query: JsonObject, inner: JsonObject): number {
  let depth = 0;
  for (let node = query; node !== inner; node = node.source as JsonObject) depth++;
  return depth;
}

function refused(error: { code: string; message: string; attr: string | null }, depth = 0): ApiError {
  const known = error.code in ERROR_CODES ? (error.code as ErrorCode) : "invalid_input";
  const attr = error.attr?.replace(/^query(?=__|$)/, `query${"__source".repeat(depth)}`) ?? "query";
  return new ApiError(known, error.message, {
    attr,
    ...(known === error.code ? {} : { publicCode: error.code }),
  });
}
