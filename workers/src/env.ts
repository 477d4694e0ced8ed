import type { TracingVars } from "./adapters/tracing/config.ts";
import type { ConfigObject } from "./partition/config-object.ts";
import type { PartitionObject } from "./partition/partition-object.ts";
import type { SaltObject } from "./partition/salt-object.ts";
import type { UsageObject } from "./partition/usage-object.ts";
import type { RegionVars } from "./regions/regions.ts";
import type { QueryJobObject } from "./services/query/jobs/job-object.ts";
import type { QueryGateObject } from "./services/query/turns/gate-object.ts";

/** How a Worker reaches the warehouse of the deployment's own region; those of `eu` are `WAREHOUSE_EU_URL` and so on. */
interface WarehouseEnv {
  /** `clickhouse`: HTTP interface; `tinybird`: Events API and /v0/sql. */
  readonly WAREHOUSE_PROTOCOL: "clickhouse" | "tinybird";
  readonly WAREHOUSE_URL: string;
  readonly WAREHOUSE_DATABASE?: string;
  readonly WAREHOUSE_USER?: string;
  /** ClickHouse password or Tinybird token. */
  readonly WAREHOUSE_KEY: string;
  /** Name of a ClickHouse cluster, as in `npm run migrate:warehouse`; absent: one server. */
  readonly WAREHOUSE_CLUSTER?: string;
}

interface SharedEnv extends RegionVars, TracingVars {
  /** Meters of organisations; absent = usage is only counted in the partitions. */
  readonly USAGE?: DurableObjectNamespace<UsageObject>;
  readonly SNAPSHOTS: KVNamespace;
  /** Number of partitions of this deployment; fixed once data exists. */
  readonly PARTITIONS: string;
}

/** Bindings of the edge Worker. No SQL database here, by design. */
export interface EdgeEnv extends SharedEnv, WarehouseEnv {
  readonly CONFIG: DurableObjectNamespace<ConfigObject>;
  readonly PARTITION: DurableObjectNamespace<PartitionObject>;
  /** Hosts that take events of one region alone: `eu=eu.example.com`; all others take those of every region. */
  readonly REGION_HOSTS?: string;
  /** Of the deployment's own region; that of `eu` is `RECORDINGS_EU`. */
  /** Public origin of the web app; absent = links into it are not redirected. */
  readonly WEB_URL?: string;
  readonly RECORDINGS: R2Bucket;
  readonly API: Fetcher;
  /** Path of the MaxMind-format file is resolved at start; its content is bound as data when configured. */
  readonly GEOIP?: ArrayBuffer;
  /** SDK scripts (`/static/…`): bound as an assets fetcher. */
  readonly STATIC: Fetcher;
  /** Salts of cookieless visitors; absent = cookieless events are refused. */
  readonly SALTS?: DurableObjectNamespace<SaltObject>;
}

/** Bindings of the API Worker that lead to data of people: services reach them by region alone (`deps.ts`). */
interface RegionalEnv extends WarehouseEnv {
  readonly CONFIG: DurableObjectNamespace<ConfigObject>;
  readonly PARTITION: DurableObjectNamespace<PartitionObject>;
  /** Queries that nobody waits for; absent = they are computed within their request. */
  readonly QUERY_JOBS?: DurableObjectNamespace<QueryJobObject>;
  /** What came over limits is restored from here; absent = nothing can be restored. */
  readonly RECORDINGS?: R2Bucket;
}

export type ApiBindings = ApiEnv & RegionalEnv;

/** Bindings of the API Worker that are the same in every region. */
export interface ApiEnv extends SharedEnv {
  /** Turns of a project's queries over all isolates; absent = each isolate has its own. */
  readonly QUERY_GATE?: DurableObjectNamespace<QueryGateObject>;
  /** PlanetScale HTTP endpoint and credentials; the local stand-in speaks the same protocol. */
  readonly DATABASE_URL: string;
  readonly DATABASE_USERNAME: string;
  readonly DATABASE_PASSWORD: string;
  /** Signs sessions; 32+ random bytes. */
  readonly AUTH_SECRET: string;
  /** Seals encrypted payloads of remote configuration; default {@link AUTH_SECRET}. 32+ random bytes. */
  readonly PAYLOAD_SECRET?: string;
  /** Keys that secrets are sealed under, newest first: `2:<32+ characters>,1:<the one before>`. See docs/deploy.md. */
  readonly ENCRYPTION_KEYS?: string;
  /** `first`: no session before the address is confirmed (default with a mail provider); `later`. */
  readonly SIGNUP_CONFIRM?: string;
  /** OAuth clients; both of a pair, or the button is not there. `…_URL`: another place than the public one. */
  readonly GOOGLE_CLIENT_ID?: string;
  readonly GOOGLE_CLIENT_SECRET?: string;
  readonly GOOGLE_URL?: string;
  readonly GITHUB_CLIENT_ID?: string;
  readonly GITHUB_CLIENT_SECRET?: string;
  readonly GITHUB_URL?: string;
  /** DNS over HTTPS with JSON answers; default Cloudflare's. */
  readonly DNS_URL?: string;
  /** `plans`: events are kept as long as the organisation's plan says; absent = for ever, unless a project chose days. */
  readonly RETENTION?: string;
  /** `on`: retention is looked after with every run of the jobs (tests). */
  readonly RETENTION_EACH_RUN?: string;
  /** Receipts of deletions are signed under it; default {@link AUTH_SECRET}. Change it and older receipts need their key kept. */
  readonly RECEIPT_SECRET?: string;
  /** Public origin of the edge, e.g. `https://eu.edgewise.dev`. */
  readonly EDGE_URL: string;
  /** Public origin of the web app. */
  readonly WEB_URL: string;
  /** Guards `/api/_internal/bootstrap` and `…/scheduled`; absent = they do not exist. 32+ characters. */
  readonly INTERNAL_KEY?: string;
  /** `resend`: by its HTTP API; `mailbox`: kept for the mailbox page of one machine; default `off`. */
  readonly MAIL_PROVIDER?: string;
  /** API key of the mail provider. */
  readonly MAIL_KEY?: string;
  /** Sender, e.g. `Edgewise <hello@edgewise.dev>`. */
  readonly MAIL_FROM?: string;
  /** Where the provider's API is; default its public address. */
  readonly MAIL_URL?: string;
  /** Stripe's secret API key, `sk_test_…` or `sk_live_…`; absent = no payments are taken. */
  readonly STRIPE_KEY?: string;
  /** Signs what Stripe tells `/api/billing/webhooks/stripe/`. */
  readonly STRIPE_WEBHOOK_SECRET?: string;
  /** `on`: Stripe Tax adds what is due; default `off`. */
  readonly STRIPE_TAX?: string;
  /** Where Stripe's API is; default its public address. */
  readonly STRIPE_URL?: string;
  /** Hosts with ports, separated by commas, that web hooks may call although they are private (tests). */
  readonly WEBHOOK_ALLOW?: string;
  /** Reaches public addresses only; absent where the platform itself sees to it. */
  readonly OUTBOUND?: Fetcher;
  /** `all` (default), `errors` or `off`: which requests get a line in the log. */
  readonly REQUEST_LOG?: string;
  /** Bearer key of `/_metrics`; absent = it does not exist. 16+ characters. */
  readonly METRICS_KEY?: string;
  /** `off`: personal keys are not throttled (benchmarks). */
  readonly API_RATE_LIMITS?: string;
  /** `on`: a write that leaves nothing in the audit log is a 500 (tests). */
  readonly API_CHECK_AUDIT?: string;
  /** `on`: an answer that is not what its description says is a 500 (tests). */
  readonly API_CHECK_ANSWERS?: string;
}
