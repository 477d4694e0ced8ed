import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppendBatch } from "@edgewise/core/events/types.ts";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { workerOptions } from "../../scripts/stack/worker-options.ts";
import { clickhouseWarehouse } from "../src/adapters/warehouse/clickhouse.ts";
import type { PartitionRpc } from "../src/services/partitions/all.ts";
import { bundled, migratedMysql, migratedWarehouse } from "./templates.ts";

export const INTERNAL_KEY = "internal-key-of-the-tests-0123456789abcdef";
export const EDGE_URL = "http://127.0.0.1:8787";
export const WEB_URL = "http://127.0.0.1:3000";

/** Both Workers in a real workerd on real engines, with the first account made. */
export interface TestApi {
  /** Calls the API Worker directly. */
  api(path: string, init?: RequestInit): Promise<Response>;
  readonly edgeUrl: URL;
  /** Calls the edge Worker. */
  edge(path: string, init?: RequestInit): Promise<Response>;
  /** JSON in, JSON out, with a bearer key. */
  call(method: string, path: string, body?: unknown, key?: string | null): Promise<Answer>;
  /** Sends events with the project's token; throws unless they are taken. */
  capture(batch: readonly object[]): Promise<void>;
  /** Hands events to the partition as the edge does. */
  append(batch: AppendBatch): Promise<void>;
  /** Keys of what lies in object storage, of the deployment's own region by default. */
  objects(binding?: string): Promise<string[]>;
  /** Puts an object into object storage; reads one, null when there is none. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  read(key: string): Promise<Uint8Array | null>;
  /** What the edge's fallback of the configuration says. */
  copies(key: string): Promise<string | null>;
  /** Rows of a query on the warehouse itself, past all permissions. */
  sql(query: string): Promise<readonly (readonly unknown[])[]>;
  readonly mysql: { readonly url: string; readonly username: string; readonly password: string };
  readonly account: typeof ACCOUNT & { projectId: number; organizationId: string; userId: string };
  /** Starts both Workers anew with other bindings; what they stored stays. */
  restart(vars: Readonly<Record<string, string>>): Promise<void>;
  dispose(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** A parsed answer, for reading single values; compare with `toMatchObject`. */
export interface Json {
  readonly [key: string]: Json;
}

export const ACCOUNT = {
  email: "dev@edgewise.local",
  password: "correct-horse-battery",
  firstName: "Dev",
  organizationName: "Edgewise dev",
  projectName: "Default project",
  projectToken: "phc_testtesttesttesttesttest00000001",
  personalApiKey: "phx_testtesttesttesttesttest00000001",
  secretApiKey: "phs_testtesttesttesttesttest00000001",
} as const;

/** Starts MySQL, optionally the warehouse, and both Workers on free ports. */
export async function startApi(
  options: { warehouse?: boolean; regions?: readonly string[]; vars?: Readonly<Record<string, string>> } = {},
): Promise<TestApi> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-api-"));
  const [mysql, warehouse] = await Promise.all([
    migratedMysql(join(folder, "mysql")).then((dataDir) => startMysql({ dataDir })),
    options.warehouse
      ? migratedWarehouse(join(folder, "warehouse")).then((dataDir) =>
          startWarehouse({ dataDir, regions: options.regions?.slice(1) ?? [] }),
        )
      : null,
  ]);
  const settings = {
    edgeUrl: EDGE_URL,
    webUrl: WEB_URL,
    partitions: 1,
    ...(options.regions ? { regions: options.regions } : {}),
    warehouse: warehouse
      ? { url: warehouse.url, key: warehouse.key, database: warehouse.database, user: "default" }
      : { url: "http://127.0.0.1:9", key: "", database: "edgewise", user: "default" },
    mysql,
    authSecret: "auth-secret-of-the-tests-0123456789abcdef",
    internalKey: INTERNAL_KEY,
    staticDirectory: folder,
    vars: {
      API_RATE_LIMITS: "off",
      API_CHECK_ANSWERS: "on",
      API_CHECK_AUDIT: "on",
      REQUEST_LOG: "errors",
      ...options.vars,
    },
  };
  const optionsOf = async ({
    AUTH_SECRET = settings.authSecret,
    ...vars
  }: Readonly<Record<string, string>>) =>
    convertV4MiniflareOptions({
      log: new Log(LogLevel.WARN),
      cf: false,
      resourcePersistencePath: join(folder, "workerd"),
      workers: await workerOptions(
        { ...settings, authSecret: AUTH_SECRET, vars: { ...settings.vars, ...vars } },
        join(folder, "build"),
        bundled,
      ),
    } as Parameters<typeof convertV4MiniflareOptions>[0]);
  const miniflare = new Miniflare(await optionsOf({}));
  let edgeUrl = await miniflare.ready;
  let apiUrl = await miniflare.unsafeGetDirectURL("api");
  const restart = async (vars: Readonly<Record<string, string>>) => {
    await miniflare.setOptions(await optionsOf(vars));
    edgeUrl = await miniflare.ready;
    apiUrl = await miniflare.unsafeGetDirectURL("api");
  };
  const api = (path: string, init?: RequestInit) => fetch(new URL(path, apiUrl), init);
  const dispose = async () => {
    await miniflare.dispose();
    await Promise.all([mysql.close(), warehouse?.close()]);
    rmSync(folder, { recursive: true, force: true });
  };
  const call: TestApi["call"] = async (method, path, body, key = ACCOUNT.personalApiKey) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (key !== null) headers.authorization = `Bearer ${key}`;
    return await answerOf(
      await api(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }),
    );
  };
  const edge = (path: string, init?: RequestInit) => fetch(new URL(path, edgeUrl), init);
  const capture = async (batch: readonly object[]) => {
    const body = JSON.stringify({ api_key: ACCOUNT.projectToken, batch });
    const headers = { "content-type": "application/json" };
    const { status } = await edge("/batch/", { method: "POST", body, headers });
    if (status !== 200) throw new Error(`capture answered ${status}`);
  };
  const append = async (batch: AppendBatch) => {
    const namespace = await miniflare.getDurableObjectNamespace("PARTITION", "edge");
    const partition = namespace.get(namespace.idFromName("p0")) as unknown as PartitionRpc;
    const [result] = await partition.append([batch]);
    if (!result?.ok) throw new Error(`append answered ${JSON.stringify(result)}`);
  };
  const objects = async (binding = "RECORDINGS") => {
    const bucket = (await miniflare.getR2Bucket(binding, "edge")) as unknown as R2Bucket;
    return (await bucket.list()).objects.map(({ key }) => key);
  };
  const bucketOf = async () => (await miniflare.getR2Bucket("RECORDINGS", "edge")) as unknown as R2Bucket;
  const put = async (key: string, bytes: Uint8Array) => void (await (await bucketOf()).put(key, bytes));
  const read = async (key: string) => {
    const object = await (await bucketOf()).get(key);
    return object && new Uint8Array(await object.arrayBuffer());
  };
  const sql = async (query: string) => {
    if (!warehouse) throw new Error("This harness has no warehouse.");
    const { url, database, key: password } = warehouse;
    const engine = clickhouseWarehouse({ url, database, user: "default", password });
    const answer = await engine.query({ sql: query, params: {} });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.rows;
  };
  const bootstrapped = await api("/api/_internal/bootstrap", {
    method: "POST",
    headers: { "content-type": "application/json", "x-internal-key": INTERNAL_KEY },
    body: JSON.stringify(ACCOUNT),
  });
  if (!bootstrapped.ok) {
    const text = await bootstrapped.text();
    await dispose();
    throw new Error(`bootstrap answered ${bootstrapped.status}: ${text}`);
  }
  const ids = (await bootstrapped.json()) as { projectId: number; organizationId: string; userId: string };
  return {
    api,
    get edgeUrl() {
      return edgeUrl;
    },
    edge,
    call,
    capture,
    append,
    objects,
    put,
    read,
    copies: async (key) => await (await miniflare.getKVNamespace("SNAPSHOTS", "edge")).get(key, "text"),
    sql,
    mysql,
    account: { ...ACCOUNT, ...ids },
    restart,
    dispose,
  };
}

/** Status, parsed body (null when empty) and headers of a response. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: Json | string | null = null;
  try {
    body = text === "" ? null : (JSON.parse(text) as Json);
  } catch {
    body = text;
  }
  return { status: response.status, body: body as Json, headers: response.headers };
}

/** The rows of a page. */
export const results = (body: Json) => body.results as unknown as Record<string, unknown>[];
