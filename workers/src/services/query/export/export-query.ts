import type { JsonObject } from "@edgewise/core/events/types.ts";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import { prepareQuery, unwrapQuery } from "@edgewise/core/insights/registry.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import { invalid } from "../../../http/errors.ts";
import { asApiError, compileFor } from "../compute.ts";
import { definitionsFor } from "../definitions.ts";
import { queryEngineOf } from "../engine.ts";
import { engineError } from "../engine-error.ts";
import { projectContext } from "../project-context.ts";
import type { QueryTenant } from "../tenant.ts";
import { EXPORT_FORMATS, exportStream, MEDIA_TYPES } from "./format.ts";

const MAX_SECONDS = 300;
const LIMITS = { defaultRows: null, maxRows: 100_000_000 } as const;

export const exportRequest = z.object({
  /** SQL; nodes that only dress it are looked through. */
  query: z.looseObject({ kind: z.string().optional() }),
  format: z.enum(EXPORT_FORMATS).default("csv"),
  variables_override: z.looseObject({}).nullish(),
});
type ExportRequest = z.output<typeof exportRequest>;

/**
 * All rows of SQL as a file that is written while the engine reads: nothing is held but what is on its way. The place
 * among the project's queries is kept until the last row left, or the reader went away. Throws ApiError before the first.
 */
export async function exportQuery(
  deps: RegionDeps,
  access: QueryTenant,
  { query: asked, format, variables_override }: ExportRequest,
  signal: AbortSignal,
): Promise<Response> {
  const query = applyOverrides(asked as JsonObject, null, variables_override as JsonObject | null);
  const inner = unwrapQuery(query);
  if (!inner.ok || inner.value.kind !== "HogQLQuery")
    throw invalid("query", "Only SQL (HogQLQuery) is exported row by row.", "invalid_choice");
  const now = () => deps.now().getTime();
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, access, deps)]);
  const context = await projectContext(engine, access, definitions, now(), false);
  const prepared = prepareQuery(query, context);
  if (!prepared.ok) throw asApiError(prepared.error.code, prepared.error.message, prepared.error.attr);
  if (prepared.value.run === "none") throw invalid("query", "This query has no rows.");
  const compiled = compileFor({ ...prepared.value, limits: LIMITS }, context);
  const stop = new AbortController();
  const leave = await engine.turns.enter(access, { forMs: (MAX_SECONDS + 30) * 1000, counts: true });
  // A reader who goes away takes the whole request along: nothing is pulled or cancelled any more.
  signal.addEventListener("abort", leave, { once: true });
  try {
    const rows = await engine.warehouse.stream(compiled, {
      maxExecutionSeconds: MAX_SECONDS,
      maxMemoryBytes: 4 * 1024 ** 3,
      utcTimes: true,
      signal: AbortSignal.any([signal, stop.signal]),
    });
    if (!rows.ok) throw engineError(rows.error, MAX_SECONDS);
    const names = compiled.columns.map(({ name }) => name);
    const file = rows.value.pipeThrough(exportStream(format, names));
    const body = untilEnd(file, () => {
      stop.abort();
      leave();
    });
    const headers = {
      "Content-Type": MEDIA_TYPES[format],
      "Content-Disposition": `attachment; filename="query.${format}"`,
      "Cache-Control": "no-store",
    };
    return new Response(body, { headers });
  } catch (error) {
    leave();
    throw error;
  }
}

/** The same stream, which says once when it ended: read to its end, broken, or left. */
function untilEnd(stream: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      ended();
    },
    async cancel(reason) {
      ended();
      await reader.cancel(reason).catch(() => undefined);
    },
  });
}
