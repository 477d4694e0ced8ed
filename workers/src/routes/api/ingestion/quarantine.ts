import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  decideQuarantined,
  listQuarantine,
  requireQuarantined,
  type SetAside,
} from "../../../services/ingestion/quarantine.ts";

const tag = "ingestion";
const read = { kind: "project", scope: "ingestion_warning:read" } as const;
const write = { kind: "project", scope: "ingestion_warning:write" } as const;

const row = z.object({
  id: z.string(),
  timestamp: z.string(),
  table: z.string(),
  reason: z.string(),
  /** As it was sent to the warehouse: JSON text. */
  row: z.string(),
  /** False when it was too large to be kept as it was; then it can't be replayed. */
  whole: z.boolean(),
});

const shown = ({ at, isWhole, ...rest }: SetAside): z.infer<typeof row> => ({
  ...rest,
  timestamp: isoMicros(at),
  whole: isWhole,
});

const decision = z.object({
  ids: z.array(z.string()).min(1).max(1_000).optional(),
  /** All rows of the environment, at most 1,000 a partition. */
  all: z.literal(true).optional(),
});

function chosen({ ids, all }: z.infer<typeof decision>): readonly string[] | null {
  if ((ids === undefined) === (all === undefined)) throw invalid("ids", "Send `ids`, or `all`: true.");
  return ids ?? null;
}

/** Rows that the warehouse refused: look, send again, drop. */
export const QUARANTINE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("ingestion/quarantine/"),
    access: read,
    summary: "Rows that the warehouse refused, newest first, with its reason",
    tag,
    query: pageQuery.extend({ table: z.string().optional() }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(row),
    }),
    async handler({ c, access, deps, query }) {
      const rows = await listQuarantine(access, query, deps);
      return {
        ...pageLinks(c, query, rows.length > query.limit),
        results: rows.slice(0, query.limit).map(shown),
      };
    },
  }),
  route({
    method: "get",
    paths: underProject("ingestion/quarantine/:row_id/"),
    access: read,
    summary: "One row that the warehouse refused",
    tag,
    response: row,
    async handler({ access, deps, param }) {
      return shown(await requireQuarantined(access, param("row_id"), deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("ingestion/quarantine/replay/"),
    access: write,
    summary: "Send refused rows to the warehouse again; what it refuses once more comes back",
    tag,
    body: decision,
    response: z.object({ replayed: z.number().int(), cut: z.number().int() }),
    async handler({ access, deps, body }) {
      const { done, cut } = await decideQuarantined("replay", access, chosen(body), deps);
      return { replayed: done, cut };
    },
  }),
  route({
    method: "post",
    paths: underProject("ingestion/quarantine/drop/"),
    access: write,
    summary: "Throw refused rows away; they stay counted as quarantined",
    tag,
    body: decision,
    response: z.object({ dropped: z.number().int() }),
    async handler({ access, deps, body }) {
      const { done } = await decideQuarantined("drop", access, chosen(body), deps);
      return { dropped: done };
    },
  }),
];
