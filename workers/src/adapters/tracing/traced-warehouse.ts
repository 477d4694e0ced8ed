import { type Attributes, SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Result, Warehouse, WarehouseError } from "../../ports/warehouse.ts";
import type { Tracing } from "./tracing.ts";

/** The warehouse with a span each call. Statements stay out: they hold what tenants ask. */
export function tracedWarehouse(warehouse: Warehouse, tracing: Tracing | null): Warehouse {
  if (!tracing) return warehouse;
  const spanned = <Value>(
    operation: string,
    attributes: Attributes,
    work: () => Promise<Result<Value, WarehouseError>>,
    seen?: (value: Value) => Attributes,
  ) =>
    tracing.span(
      `warehouse ${operation}`,
      {
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "clickhouse", "db.operation.name": operation, ...attributes },
      },
      async (span) => {
        const result = await work();
        if (result.ok) span.setAttributes(seen?.(result.value) ?? {});
        else {
          span.setAttribute("error.type", result.error.code);
          span.setStatus({ code: SpanStatusCode.ERROR, message: result.error.code });
        }
        return result;
      },
    );
  return {
    query: (query, options) =>
      spanned(
        "query",
        idOf(options?.queryId),
        () => warehouse.query(query, options),
        ({ rows, statistics }) => ({
          "db.response.returned_rows": rows.length,
          "edgewise.rows_read": statistics.rowsRead,
          "edgewise.bytes_read": statistics.bytesRead,
        }),
      ),
    stream: (query, options) =>
      spanned("stream", idOf(options?.queryId), () => warehouse.stream(query, options)),
    insert: (table, rows, batchKey, options) =>
      spanned(
        "insert",
        {
          "db.collection.name": table,
          "edgewise.batch": batchKey,
          "edgewise.bytes": typeof rows === "string" ? rows.length : rows.zstd.length,
          "edgewise.retry": options?.retry ?? false,
        },
        () => warehouse.insert(table, rows, batchKey, options),
      ),
    erase: (table, where) =>
      spanned("erase", { "db.collection.name": table }, () => warehouse.erase(table, where)),
    refill: (table, select, options) =>
      spanned("refill", { "db.collection.name": table }, () => warehouse.refill(table, select, options)),
    file: (query, format) =>
      spanned("file", { "edgewise.format": format }, () => warehouse.file(query, format)),
    cancel: (queryId) => warehouse.cancel(queryId),
    progress: (queryId) => warehouse.progress(queryId),
    ping: () => warehouse.ping(),
  };
}

const idOf = (queryId: string | undefined): Attributes =>
  queryId === undefined ? {} : { "edgewise.query_id": queryId };
