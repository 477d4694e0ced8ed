import type { RunningWarehouse } from "../start-warehouse.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface Asking {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ArrayBuffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly method?: string;
}

/** Sends one statement to ClickHouse's HTTP interface: in the body, or in the URL when there is a body of rows. */
export async function ask(warehouse: RunningWarehouse, sql: string, asking: Asking = {}): Promise<Answer> {
  const url = new URL(warehouse.url);
  for (const [name, value] of Object.entries(asking.params ?? {})) url.searchParams.set(name, value);
  const inUrl = asking.body !== undefined || asking.method === "GET";
  if (inUrl) url.searchParams.set("query", sql);
  const response = await fetch(url, {
    method: asking.method ?? "POST",
    body: inUrl ? asking.body : sql,
    headers: { "X-ClickHouse-User": "default", "X-ClickHouse-Key": warehouse.key, ...asking.headers },
    signal: asking.signal,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Rows of a SELECT as arrays. Throws with the engine's words when it fails. */
export async function select(warehouse: RunningWarehouse, sql: string): Promise<unknown[][]> {
  const { status, text } = await ask(warehouse, sql, { params: { default_format: "JSONCompact" } });
  if (status !== 200) throw new Error(text);
  return (JSON.parse(text) as { data: unknown[][] }).data;
}

/** Runs a statement for its effect. Throws with the engine's words when it fails. */
export async function run(warehouse: RunningWarehouse, sql: string, asking: Asking = {}): Promise<void> {
  const { status, text } = await ask(warehouse, sql, asking);
  if (status !== 200) throw new Error(text);
}
