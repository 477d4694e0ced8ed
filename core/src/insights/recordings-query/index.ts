import type { JsonObject } from "../../events/types.ts";
import { alias, and, asc, call, constant, desc, field, select } from "../../sql/build.ts";
import { defineKind } from "../define-kind.ts";
import { encoderOf } from "../encode-rows.ts";
import type { EngineRows, QueryKind } from "../query-kind.ts";
import { blockConditions, recordingConditions } from "./conditions.ts";
import { type RecordingsQuery, recordingsQuerySchema } from "./schema.ts";

const DEFAULT_LIMIT = 20;
const COUNTS = [
  "click_count",
  "keypress_count",
  "console_log_count",
  "console_warn_count",
  "console_error_count",
] as const;

const definition: QueryKind<RecordingsQuery> = {
  kind: "RecordingsQuery",
  schema: recordingsQuerySchema,
  compile(query, context) {
    const where = blockConditions(query, context);
    if (!where.ok) return where;
    const having = recordingConditions(query, context);
    if (!having.ok) return having;
    const { limit = DEFAULT_LIMIT, offset = 0, order = "start_time", order_direction = "DESC" } = query;
    const column = field(order === "recording_duration" ? "duration" : order);
    const earliest = field("first_timestamp");
    return {
      ok: true,
      value: {
        run: "query",
        select: select({
          select: [
            alias("id", field("session_id")),
            alias("owner", call("argMin", field("distinct_id"), earliest)),
            alias("start_time", call("min", earliest)),
            alias("end_time", call("max", field("last_timestamp"))),
            alias("duration", call("dateDiff", constant("second"), field("start_time"), field("end_time"))),
            ...COUNTS.map((name) => alias(name, call("sum", field(name)))),
            alias("start_url", call("argMin", field("first_url"), earliest)),
          ],
          from: "session_recordings",
          ...(where.value.length > 0 ? { where: and(...where.value) } : {}),
          groupBy: [field("session_id")],
          having: and(...having.value),
          orderBy: [order_direction === "ASC" ? asc(column) : desc(column), asc(field("id"))],
          limit: limit + 1,
          offset,
        }),
        limits: { defaultRows: null, maxRows: limit + 1 },
        shape: (rows) => ({
          results: recordingsOf(rows).slice(0, limit),
          has_next: rows.rows.length > limit,
        }),
      },
    };
  },
};

/** What is not measured here is null: nobody knows who watched, or when somebody was idle. */
function recordingsOf({ columns, rows }: EngineRows): JsonObject[] {
  const encoders = columns.map(({ type }) => encoderOf(type));
  const values = rows.map((row) => encoders.map((encode, index) => encode(row[index])));
  return values.map(([id, owner, start, end, duration, ...rest]) => ({
    id: id ?? null,
    distinct_id: owner ?? null,
    viewed: false,
    viewers: [],
    recording_duration: duration ?? 0,
    active_seconds: null,
    inactive_seconds: null,
    start_time: start ?? null,
    end_time: end ?? null,
    ...Object.fromEntries(COUNTS.map((name, index) => [name, rest[index] ?? 0])),
    mouse_activity_count: null,
    start_url: rest[COUNTS.length] ?? null,
    person: null,
    storage: "object_storage",
    snapshot_source: "web",
    ongoing: null,
    activity_score: null,
  }));
}

/** RecordingsQuery (API.md 2.16): recorded sessions, by what is stored of them. */
export const recordingsQuery = defineKind(definition);
