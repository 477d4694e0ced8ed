import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { migrate } from "@edgewise/db/mysql/migrate.ts";
import { workerOptions } from "@edgewise/scripts/stack/worker-options.ts";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { SWITCHBOARD } from "./switchboard.ts";

/** One config store behind several instances of the edge, each an isolate with a memory of its own. */
export interface Edges {
  /** The instance that is told of changes through its own config object. */
  readonly edge: string;
  /** The same in a workerd process of its own, with nothing in common but the config object. */
  readonly second: string;
  /** Reaches the config object through the switchboard, as does `cold`, which nobody has asked yet. */
  readonly other: string;
  readonly cold: string;
  /** Its KV fails whatever is asked. */
  readonly withoutKv: string;
  /** Calls the API Worker; throws unless it takes it. */
  api<T>(method: string, path: string, body?: object): Promise<T>;
  readonly token: string;
  cutConfig(isDown: boolean): Promise<void>;
  stopMysql(): Promise<void>;
  dispose(): Promise<void>;
}

const KEYS = {
  projectToken: "phc_benchbenchbenchbenchbench00000001",
  personalApiKey: "phx_benchbenchbenchbenchbench00000001",
  secretApiKey: "phs_benchbenchbenchbenchbench00000001",
};
const INTERNAL_KEY = "internal-key-of-the-benchmarks-0123456789";

type Worker = Record<string, unknown> & { readonly name: string; readonly durableObjects: object };

export async function startEdges(): Promise<Edges> {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const mysql = await startMysql({ dataDir: join(folder, "mysql") });
  await migrate(mysql);
  const settings = {
    edgeUrl: "http://127.0.0.1:8787",
    webUrl: "http://127.0.0.1:3000",
    partitions: 1,
    warehouse: { url: "http://127.0.0.1:9", key: "", database: "edgewise", user: "default" },
    mysql,
    authSecret: "auth-secret-of-the-benchmarks-0123456789",
    internalKey: INTERNAL_KEY,
    staticDirectory: folder,
    vars: { API_RATE_LIMITS: "off" },
  };
  const made = (await workerOptions(settings, join(folder, "build"))) as unknown as Worker[];
  const [edge, api] = [made[0]!, made[1]!];
  const through = (name: string, more: object = {}, config = "switchboard"): Worker => ({
    ...edge,
    name,
    durableObjects: {
      PARTITION: { className: "PartitionObject", scriptName: "edge", useSQLite: true },
      USAGE: { className: "UsageObject", scriptName: "edge", useSQLite: true },
      CONFIG: { className: "ConfigObject", scriptName: config, useSQLite: true },
    },
    ...more,
  });
  const second = through("second", {}, "edge");
  const broken = { ...(edge.serviceBindings as object), SNAPSHOTS: "switchboard" };
  const workers = [
    edge,
    api,
    through("other"),
    through("cold"),
    through("without-kv", { kvNamespaces: [], serviceBindings: broken }),
    SWITCHBOARD,
  ];
  const start = async (state: string, workers: readonly object[]): Promise<Miniflare> => {
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        log: new Log(LogLevel.ERROR),
        cf: false,
        resourcePersistencePath: join(folder, state),
        // Where processes find each other's objects.
        unsafeDevRegistryPath: join(folder, "registry"),
        workers,
      } as unknown as Parameters<typeof convertV4MiniflareOptions>[0]),
    );
    await miniflare.ready;
    return miniflare;
  };
  const miniflare = await start("workerd", workers);
  const secondProcess = await start("second", [second]);
  const urlOf = async (name: string, of = miniflare): Promise<string> =>
    (await of.unsafeGetDirectURL(name)).href.replace(/\/$/, "");
  const [apiUrl, switchboard] = [await urlOf("api"), await urlOf("switchboard")];
  const call = async <T>(method: string, path: string, headers: object, body?: object): Promise<T> => {
    const init = { method, headers: { "content-type": "application/json", ...headers } };
    const response = await fetch(`${apiUrl}${path}`, body ? { ...init, body: JSON.stringify(body) } : init);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const first = { email: "bench@edgewise.local", password: "correct-horse-battery", firstName: "Bench" };
  const names = { organizationName: "Bench", projectName: "Bench" };
  await call(
    "POST",
    "/api/_internal/bootstrap",
    { "x-internal-key": INTERNAL_KEY },
    { ...first, ...names, ...KEYS },
  );
  let stopped: Promise<void> | null = null;
  const stopMysql = (): Promise<void> => {
    stopped ??= mysql.close();
    return stopped;
  };
  return {
    edge: await urlOf("edge"),
    second: await urlOf("second", secondProcess),
    other: await urlOf("other"),
    cold: await urlOf("cold"),
    withoutKv: await urlOf("without-kv"),
    token: KEYS.projectToken,
    api: (method, path, body) => call(method, path, { authorization: `Bearer ${KEYS.personalApiKey}` }, body),
    cutConfig: async (isDown) => void (await fetch(`${switchboard}/${isDown ? "down" : "up"}`)),
    stopMysql,
    async dispose() {
      await secondProcess.dispose();
      await miniflare.dispose();
      await stopMysql();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
