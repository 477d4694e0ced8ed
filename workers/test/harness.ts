import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { bundled } from "./templates.ts";

/** The edge Worker and its Durable Objects in a real workerd. */
export interface TestWorkers {
  readonly url: URL;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Calls a method of a Durable Object over RPC; arguments and result travel as JSON. */
  call<T>(
    binding: "PARTITION" | "CONFIG" | "USAGE" | "SALTS" | "RECORDINGS",
    name: string,
    method: string,
    ...args: unknown[]
  ): Promise<T>;
  /** `kill -9` of workerd; the harness is dead afterwards, the data folder stays. */
  kill(): Promise<void>;
  dispose(): Promise<void>;
}

export interface TestWorkersOptions {
  /** Reused folder (restart tests); a temporary one is made and removed otherwise. */
  readonly dataDir?: string;
  readonly vars?: Readonly<Record<string, string>>;
  /** MaxMind-format file that is bound as GEOIP. */
  readonly geoipFile?: string;
  /** Entry relative to the repository root. */
  readonly entry?: string;
  /** Isolates of the edge before the same objects, asked in turn; default 1. */
  readonly isolates?: number;
}

/** Pids of this process's live children whose command names workerd. */
function workerdPids(): number[] {
  const isWorkerd = (pid: string): boolean => {
    try {
      const [, name = "", rest = ""] =
        /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      const [state, parent] = rest.split(" ");
      return name === "workerd" && state !== "Z" && Number(parent) === process.pid;
    } catch {
      return false;
    }
  };
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && isWorkerd(entry))
    .map(Number);
}

/** Starts the edge Worker (no API behind it) on a free port. */
export async function startWorkers(options: TestWorkersOptions = {}): Promise<TestWorkers> {
  const entry = options.entry ?? "workers/test/entry.ts";
  const modules = await bundled(entry);
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "edgewise-workers-"));
  const before = new Set(workerdPids());
  const shared = {
    modules: modules.map(({ type, path }) => ({ type, path })),
    modulesRoot: join(modules[0]!.path, ".."),
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    bindings: {
      PARTITIONS: "1",
      WAREHOUSE_PROTOCOL: "clickhouse",
      WAREHOUSE_URL: "http://127.0.0.1:9",
      WAREHOUSE_KEY: "",
      ...options.vars,
    },
    kvNamespaces: ["SNAPSHOTS"],
    r2Buckets: ["RECORDINGS"],
    serviceBindings: {
      API: () => new Response("no API in this test", { status: 503 }),
      STATIC: () => new Response("not found", { status: 404 }),
    },
  };
  const objects = {
    PARTITION: { className: "PartitionObject", useSQLite: true },
    CONFIG: { className: "ConfigObject", useSQLite: true },
    ...(options.entry ? {} : { USAGE: { className: "UsageObject", useSQLite: true } }),
    SALTS: { className: "SaltObject", useSQLite: true },
  };
  const others = Array.from({ length: (options.isolates ?? 1) - 1 }, (_, index) => `edge-${index + 2}`);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.WARN),
      cf: false,
      resourcePersistencePath: dataDir,
      workers: [
        {
          name: "edge",
          ...shared,
          ...(options.geoipFile ? { dataBlobBindings: { GEOIP: options.geoipFile } } : {}),
          durableObjects: objects,
        },
        ...others.map((name) => ({
          name,
          ...shared,
          durableObjects: Object.fromEntries(
            Object.entries(objects).map(([binding, object]) => [binding, { ...object, scriptName: "edge" }]),
          ),
          unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
        })),
      ],
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  const url = await miniflare.ready;
  const urls = [url, ...(await Promise.all(others.map((name) => miniflare.unsafeGetDirectURL(name))))];
  let turn = 0;
  const pids = workerdPids().filter((pid) => !before.has(pid));
  const dispose = async () => {
    await miniflare.dispose();
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    url,
    fetch: (path, init) => fetch(new URL(path, urls[turn++ % urls.length]), init),
    async call<T>(binding: string, name: string, method: string, ...args: unknown[]): Promise<T> {
      const body = JSON.stringify({ binding, name, method, args });
      const response = await fetch(new URL("/__rpc", url), { method: "POST", body });
      const answer = (await response.json()) as { value: T; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    async kill() {
      if (pids.length === 0) throw new Error("workerd's process was not found");
      for (const pid of pids) process.kill(pid, "SIGKILL");
      await miniflare.dispose().catch(() => undefined);
    },
    dispose,
  };
}
