import { createDatabase, type Database } from "@edgewise/db/mysql/client.ts";
import { createMailer } from "./adapters/mail/create.ts";
import { createGuardedFetch, type GuardedFetch } from "./adapters/outbound/guarded-fetch.ts";
import { createWebhooks } from "./adapters/outbound/webhooks.ts";
import { createStripe } from "./adapters/payments/stripe.ts";
import { tracedFetch } from "./adapters/tracing/traced-fetch.ts";
import { type Tracing, tracingOf } from "./adapters/tracing/tracing.ts";
import { type Auth, createAuth } from "./auth/auth.ts";
import { type ApiConfig, parseConfig } from "./config.ts";
import type { ApiBindings, ApiEnv } from "./env.ts";
import type { AuditCount } from "./http/audited.ts";
import { RateLimiter } from "./http/rate-limit.ts";
import { newId } from "./ids.ts";
import type { ConfigObject } from "./partition/config-object.ts";
import type { Payments } from "./ports/payments.ts";
import type { Sender } from "./ports/sender.ts";
import { type Regional, regionalOf } from "./regions/regional.ts";
import type { Region } from "./regions/regions.ts";
import { authPolicy } from "./services/accounts/policy.ts";
import { queueMail } from "./services/notifications/queue.ts";

/** The directory's methods as plain promises. */
type TokenDirectoryRpc = Pick<ConfigObject, "putTokens" | "removeToken" | "lookupEnvironment">;

/** Everything a service may need that is the same in every region, composed once an isolate. */
export interface Deps {
  readonly config: ApiConfig;
  readonly env: ApiEnv;
  readonly db: Database;
  /** What leads to data of people: `services/regions/in-region.ts` asks for it. */
  regional(region: Region): Regional;
  /** Which environment a token belongs to, of all regions. A stub belongs to the request that asked for it. */
  tokenDirectory(): TokenDirectoryRpc;
  readonly auth: Auth;
  /** Channels of the outbox: use `services/notifications/queue.ts`, never these. */
  readonly mailer: Sender;
  readonly webhooks: Sender;
  /** Calls what users name: public addresses only. */
  readonly outbound: GuardedFetch;
  /** Null = no traces. */
  readonly tracing: Tracing | null;
  /** Null: this deployment takes none. */
  readonly payments: Payments | null;
  /** Null = off. */
  readonly limiter: RateLimiter | null;
  /** Who asks, from where; absent in jobs. */
  readonly caller?: Caller;
  /** Counts the request's audit entries, in tests. */
  readonly audited?: AuditCount;
  now(): Date;
  newId(): string;
}

/** Where a request came from, as audit entries say it. */
export interface Caller {
  readonly address: string | null;
  readonly client: string | null;
  /** `session`, or `key` with its label and mask; absent before anybody is known. */
  readonly via?: string;
}

/** The same within a region: the only way to its data. So a query for one region can't reach another. */
export interface RegionDeps extends Deps, Regional {}

const composed = new WeakMap<ApiEnv, Deps>();

/** The isolate's dependencies; throws when a binding is missing or malformed. */
export function depsOf(env: ApiBindings): Deps {
  const known = composed.get(env);
  if (known) return known;
  const config = parseConfig(env);
  const tracing = tracingOf(env, "api");
  const db = createDatabase(config.database, tracing ? tracedFetch(tracing) : undefined);
  const auth = createAuth(db, {
    secret: config.authSecret,
    keys: config.encryptionKeys,
    confirmFirst: config.confirmFirst,
    providers: config.providers,
    policy: authPolicy(() => deps),
    edgeUrl: config.edgeUrl,
    webUrl: config.webUrl,
    trustedOrigins: config.trustedOrigins,
    mail: (order) => queueMail(db, deps, order),
  });
  const outbound = createGuardedFetch({ outbound: env.OUTBOUND, allowed: config.webhookAllow });
  const limiter = config.rateLimits ? new RateLimiter() : null;
  const deps: Deps = {
    config,
    env,
    db,
    regional: regionalOf(env, tracing),
    tokenDirectory: () => env.CONFIG.get(env.CONFIG.idFromName("tokens")) as unknown as TokenDirectoryRpc,
    auth,
    mailer: createMailer(config.mail),
    webhooks: createWebhooks(outbound),
    outbound,
    tracing,
    payments: config.payments && createStripe(config.payments),
    limiter,
    now: () => new Date(),
    newId,
  };
  composed.set(env, deps);
  return deps;
}
