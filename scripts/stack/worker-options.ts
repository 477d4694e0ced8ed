import { dirname, join } from "node:path";
import { databaseOfRegion } from "@edgewise/db/local/start-warehouse.ts";
import { bundleWorker, type WorkerModule } from "./bundle.ts";

/** Everything the Workers are told about this machine. */
export interface WorkerSettings {
  readonly edgeUrl: string;
  readonly webUrl: string;
  readonly partitions: number;
  /** Regions, the machine's own first; absent = one without a name. */
  readonly regions?: readonly string[];
  readonly warehouse: {
    readonly url: string;
    readonly key: string;
    readonly database: string;
    readonly user: string;
  };
  readonly mysql: { readonly url: string; readonly username: string; readonly password: string };
  readonly authSecret: string;
  readonly internalKey: string;
  /** Folder that `/static/…` is served from. */
  readonly staticDirectory: string;
  /** MaxMind-format file, when configured. */
  readonly geoipFile?: string;
  /** Further text bindings (benchmarks and tests bound backlogs with them). */
  readonly vars?: Readonly<Record<string, string>>;
}

/** Four times the default: here no isolate has 128 MB at most, and few large inserts leave the engine little to merge. */
export const BATCH_BYTES = 32 * 1024 * 1024;

export const COMPATIBILITY_DATE = "2026-10-01";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The Workers of one machine as miniflare describes them: `edge` (public) and `api` (behind it). */
export async function workerOptions(
  settings: WorkerSettings,
  buildDirectory: string,
  bundle: typeof bundleWorker = bundleWorker,
): Promise<Json> {
  const edge = await bundle("workers/edge/index.ts", join(buildDirectory, "edge"));
  const api = await bundle("workers/api/index.ts", join(buildDirectory, "api"));
  const shared = {
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: ["nodejs_compat"],
    kvNamespaces: ["SNAPSHOTS"],
  };
  const others = (settings.regions ?? []).slice(1);
  const buckets = ["RECORDINGS", ...others.map((region) => `RECORDINGS_${suffixOf(region)}`)];
  const vars = {
    ...regionVars(settings),
    PARTITIONS: String(settings.partitions),
    WAREHOUSE_PROTOCOL: "clickhouse",
    WAREHOUSE_URL: settings.warehouse.url,
    WAREHOUSE_DATABASE: settings.warehouse.database,
    WAREHOUSE_USER: settings.warehouse.user,
    WAREHOUSE_KEY: settings.warehouse.key,
    INTERNAL_KEY: settings.internalKey,
    PARTITION_BATCH_BYTES: String(BATCH_BYTES),
    EDGE_URL: settings.edgeUrl,
    WEB_URL: settings.webUrl,
    MAIL_PROVIDER: "mailbox",
    ...settings.vars,
  };
  return [
    {
      name: "edge",
      ...shared,
      ...source(edge),
      bindings: vars,
      durableObjects: {
        PARTITION: { className: "PartitionObject", useSQLite: true },
        CONFIG: { className: "ConfigObject", useSQLite: true },
        USAGE: { className: "UsageObject", useSQLite: true },
        SALTS: { className: "SaltObject", useSQLite: true },
      },
      r2Buckets: buckets,
      serviceBindings: { API: "api", STATIC: { disk: { path: settings.staticDirectory, writable: false } } },
      ...(settings.geoipFile ? { dataBlobBindings: { GEOIP: settings.geoipFile } } : {}),
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    },
    {
      name: "api",
      ...shared,
      compatibilityFlags: ["nodejs_compat", "enable_request_signal"],
      ...source(api),
      bindings: {
        ...vars,
        DATABASE_URL: settings.mysql.url,
        DATABASE_USERNAME: settings.mysql.username,
        DATABASE_PASSWORD: settings.mysql.password,
        AUTH_SECRET: settings.authSecret,
      },
      durableObjects: {
        PARTITION: { className: "PartitionObject", scriptName: "edge", useSQLite: true },
        CONFIG: { className: "ConfigObject", scriptName: "edge", useSQLite: true },
        USAGE: { className: "UsageObject", scriptName: "edge", useSQLite: true },
        QUERY_GATE: { className: "QueryGateObject", useSQLite: true },
        QUERY_JOBS: { className: "QueryJobObject", useSQLite: true },
      },
      r2Buckets: buckets,
      // What users name (web hooks) is called through here: connections to private addresses are refused.
      serviceBindings: {
        OUTBOUND: { network: { allow: ["public"], tlsOptions: { trustBrowserCas: true } } },
      },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    },
  ];
}

const suffixOf = (region: string): string => region.toUpperCase().replaceAll("-", "_");

/** Each region has a database of its own. Objects carry the region in their names: workerd knows no jurisdictions. */
function regionVars({ regions = [], warehouse }: WorkerSettings): Record<string, string> {
  if (regions.length === 0) return {};
  const ofRegion = (region: string): Record<string, string> => {
    const prefix = `WAREHOUSE_${suffixOf(region)}`;
    return {
      [`${prefix}_PROTOCOL`]: "clickhouse",
      [`${prefix}_URL`]: warehouse.url,
      [`${prefix}_DATABASE`]: databaseOfRegion(region),
      [`${prefix}_USER`]: warehouse.user,
      [`${prefix}_KEY`]: warehouse.key,
    };
  };
  return Object.assign(
    { REGIONS: regions.join(","), JURISDICTIONS: "off" },
    ...regions.slice(1).map(ofRegion),
  );
}

function source(modules: readonly WorkerModule[]): { modules: Json; modulesRoot: string } {
  const modulesRoot = dirname(modules[0]!.path);
  return { modules: modules.map(({ type, path }) => ({ type, path })), modulesRoot };
}
