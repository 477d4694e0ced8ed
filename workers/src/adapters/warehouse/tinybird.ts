import type { QueryResult, Result, Warehouse, WarehouseError } from "../../ports/warehouse.ts";
import { inflated } from "../../zstd.ts";
import { insertError, networkError, queryError } from "./engine-errors.ts";
import { decodeJson } from "./json-compact.ts";
import { landedQuestion } from "./landed-rows.ts";
import { renderLiterals } from "./literals.ts";

export interface TinybirdOptions {
  readonly url: string;
  readonly token: string;
  readonly insertTimeoutMs?: number;
  readonly fetch?: typeof fetch;
}

interface EventsAnswer {
  readonly successful_rows?: number;
  readonly quarantined_rows?: number;
}

/** `status`: waiting, working, done or error. */
interface DeleteJob {
  readonly job_id: string;
  readonly status: string;
  readonly error?: string;
}

const JOB_POLL_MS = 500;
const JOB_POLLS = 240;

/**
 * Tinybird: Events API for rows, `/v0/sql` for queries. It has no idempotency key, so before a repeated insert the
 * adapter asks which rows landed and sends the others; and no parameter binding, so values become escaped literals.
 */
export function tinybirdWarehouse(options: TinybirdOptions): Warehouse {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const headers = { Authorization: `Bearer ${options.token}` };

  const query: Warehouse["query"] = async (
    compiled,
    queryOptions = {},
  ): Promise<Result<QueryResult, WarehouseError>> => {
    const url = new URL("/v0/sql", options.url);
    const { maxExecutionSeconds, signal } = queryOptions;
    if (maxExecutionSeconds !== undefined)
      url.searchParams.set("max_execution_time", String(maxExecutionSeconds));
    url.searchParams.set("output_format_json_quote_64bit_integers", "1");
    const rendered = renderLiterals(compiled);
    const q = /\bFORMAT\s+\w+\s*;?\s*$/i.test(rendered) ? rendered : `${rendered}\nFORMAT JSON`;
    try {
      signal?.throwIfAborted();
      const body = new URLSearchParams({ q });
      const response = await send(url.href, { method: "POST", headers, body, ...(signal && { signal }) });
      const text = await response.text();
      if (!response.ok) return { ok: false, error: queryError(response.status, errorText(text)) };
      return { ok: true, value: limited(decodeJson(text), queryOptions.maxResultRows) };
    } catch (error) {
      return { ok: false, error: networkError(error) };
    }
  };

  /** Tinybird answers when it is done: its rows are passed on as lines. */
  const stream: Warehouse["stream"] = async (compiled, queryOptions) => {
    const answer = await query(compiled, queryOptions);
    if (!answer.ok) return answer;
    const { columns, rows } = answer.value;
    const lines = [columns.map(({ name }) => name), columns.map(({ type }) => type), ...rows].values();
    const encoder = new TextEncoder();
    const value = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { value: line } = lines.next();
        if (line) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        else controller.close();
      },
    });
    return { ok: true, value };
  };

  /** The lines that are not stored yet; all of them when the table can't be asked. */
  const missing = async (table: string, ndjson: string): Promise<Result<string, WarehouseError>> => {
    const question = landedQuestion(table, ndjson);
    if (!question) return { ok: true, value: ndjson };
    const answer = await query(question.query);
    if (!answer.ok) {
      return { ok: false, error: { ...answer.error, code: "unavailable" } };
    }
    const lines = question.missing(new Set(answer.value.rows.map(([uuid]) => String(uuid).toLowerCase())));
    return { ok: true, value: lines.length === 0 ? "" : `${lines.join("\n")}\n` };
  };

  /** Waits for a deletion's job. */
  const finished = async (started: DeleteJob): Promise<Result<void, WarehouseError>> => {
    let job = started;
    for (let tries = 0; job.status !== "done"; tries++) {
      if (job.status === "error" || tries >= JOB_POLLS) {
        const code = job.status === "error" ? "rejected" : "timeout";
        return {
          ok: false,
          error: { code, message: job.error ?? `Deletion job ${job.job_id} has not ended.` },
        };
      }
      await new Promise((resolve) => setTimeout(resolve, JOB_POLL_MS));
      const response = await send(new URL(`/v0/jobs/${job.job_id}`, options.url).href, { headers });
      job = { ...job, ...((await response.json()) as Partial<DeleteJob>) };
    }
    return { ok: true, value: undefined };
  };

  return {
    query,
    stream,

    async insert(table, rows, _batchKey, { retry = false } = {}): Promise<Result<void, WarehouseError>> {
      // The Events API reads gzip or plain text.
      let body = typeof rows === "string" ? rows : inflated(rows.zstd);
      if (retry) {
        const left = await missing(table, typeof body === "string" ? body : new TextDecoder().decode(body));
        if (!left.ok) return left;
        if (left.value === "") return { ok: true, value: undefined };
        body = left.value;
      }
      const url = new URL("/v0/events", options.url);
      url.searchParams.set("name", table);
      url.searchParams.set("wait", "true");
      try {
        const response = await send(url.href, {
          method: "POST",
          headers: { ...headers, "Content-Type": "application/x-ndjson" },
          body: body as BodyInit,
          signal: AbortSignal.timeout(options.insertTimeoutMs ?? 60_000),
        });
        const text = await response.text();
        if (!response.ok) return { ok: false, error: insertError(response.status, errorText(text)) };
        const { quarantined_rows = 0 } = JSON.parse(text) as EventsAnswer;
        if (quarantined_rows === 0) return { ok: true, value: undefined };
        const message = `Tinybird quarantined ${quarantined_rows} row(s): see ${table}_quarantine for the columns at fault.`;
        return { ok: false, error: { code: "rejected", message } };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    async erase(table, where): Promise<Result<void, WarehouseError>> {
      const url = new URL(`/v0/datasources/${table}/delete`, options.url);
      try {
        const body = new URLSearchParams({ delete_condition: renderLiterals(where) });
        const response = await send(url.href, { method: "POST", headers, body });
        const text = await response.text();
        if (!response.ok) return { ok: false, error: queryError(response.status, errorText(text)) };
        return await finished(JSON.parse(text) as DeleteJob);
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    // Only its own deployments fill tables from queries.
    async refill() {
      return { ok: true, value: false };
    },

    async file(compiled, format): Promise<Result<Uint8Array, WarehouseError>> {
      const url = new URL("/v0/sql", options.url);
      const body = new URLSearchParams({ q: `${renderLiterals(compiled)}\nFORMAT ${format}` });
      try {
        const response = await send(url.href, { method: "POST", headers, body });
        if (response.ok) return { ok: true, value: new Uint8Array(await response.arrayBuffer()) };
        return { ok: false, error: queryError(response.status, errorText(await response.text())) };
      } catch (error) {
        return { ok: false, error: networkError(error) };
      }
    },

    // Tinybird stops a query when its client goes away; there is nothing to call.
    async cancel() {},

    async progress() {
      return null;
    },

    async ping(): Promise<boolean> {
      const answer = await query({ sql: "SELECT 1", params: {} }, { signal: AbortSignal.timeout(5000) });
      return answer.ok;
    },
  };
}

function errorText(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === "string" ? error : text;
  } catch {
    return text;
  }
}

function limited(result: QueryResult, rows: number | undefined): QueryResult {
  return rows === undefined || result.rows.length <= rows
    ? result
    : { ...result, rows: result.rows.slice(0, rows) };
}
