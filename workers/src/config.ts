import * as z from "zod";
import type { ApiEnv } from "./env.ts";
import type { RequestLogMode } from "./http/request-log.ts";

const url = z.url({ protocol: /^https?$/ });

const MAIL_PROVIDERS = ["off", "mailbox", "resend"] as const;

const schema = z.object({
  DATABASE_URL: url,
  DATABASE_USERNAME: z.string().min(1),
  DATABASE_PASSWORD: z.string(),
  AUTH_SECRET: z.string().min(32),
  EDGE_URL: url,
  WEB_URL: url,
  PARTITIONS: z.coerce.number().int().min(1).max(1024),
  PAYLOAD_SECRET: z.string().min(32).optional(),
  INTERNAL_KEY: z.string().min(32).optional(),
  MAIL_PROVIDER: z.enum(MAIL_PROVIDERS).default("off"),
  MAIL_KEY: z.string().default(""),
  MAIL_FROM: z.string().min(3).default("Edgewise <no-reply@edgewise.local>"),
  MAIL_URL: url.default("https://api.resend.com"),
  WEBHOOK_ALLOW: z.string().default(""),
  REQUEST_LOG: z.enum(["all", "errors", "off"]).default("all"),
  METRICS_KEY: z.string().min(16).optional(),
  API_RATE_LIMITS: z.enum(["on", "off"]).default("on"),
  API_CHECK_ANSWERS: z.enum(["on", "off"]).default("off"),
});

export interface MailConfig {
  readonly provider: (typeof MAIL_PROVIDERS)[number];
  readonly key: string;
  readonly from: string;
  readonly url: string;
}

/** The API Worker's bindings, checked once an isolate. */
export interface ApiConfig {
  readonly database: { readonly url: string; readonly username: string; readonly password: string };
  readonly authSecret: string;
  /** Encrypted payloads of remote configuration are sealed under it. */
  readonly payloadSecret: string;
  /** Origin without a trailing slash. */
  readonly edgeUrl: string;
  readonly webUrl: string;
  readonly partitions: number;
  readonly internalKey: string | null;
  readonly mail: MailConfig;
  /** Private `host:port`s that web hooks may call. */
  readonly webhookAllow: readonly string[];
  readonly requestLog: RequestLogMode;
  /** Null: nobody may read metrics. */
  readonly metricsKey: string | null;
  readonly rateLimits: boolean;
  /** Answers are held against their own description (tests). */
  readonly checkAnswers: boolean;
  readonly trustedOrigins: readonly string[];
  isTrustedOrigin(origin: string): boolean;
}

/** Throws with the name of the binding that is missing or malformed, never with its value. */
export function parseConfig(env: ApiEnv): ApiConfig {
  const result = schema.safeParse(env);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    throw new Error(`Binding ${issue.path.join(".")} of the API Worker is wrong: ${issue.message}`);
  }
  const values = result.data;
  const edgeUrl = new URL(values.EDGE_URL).origin;
  const webUrl = new URL(values.WEB_URL).origin;
  const trustedOrigins = [...new Set([edgeUrl, webUrl].flatMap(loopbackTwins))];
  return {
    database: {
      url: values.DATABASE_URL,
      username: values.DATABASE_USERNAME,
      password: values.DATABASE_PASSWORD,
    },
    authSecret: values.AUTH_SECRET,
    payloadSecret: values.PAYLOAD_SECRET ?? values.AUTH_SECRET,
    edgeUrl,
    webUrl,
    partitions: values.PARTITIONS,
    internalKey: values.INTERNAL_KEY ?? null,
    mail: {
      provider: values.MAIL_PROVIDER,
      key: values.MAIL_KEY,
      from: values.MAIL_FROM,
      url: values.MAIL_URL.replace(/\/$/, ""),
    },
    webhookAllow: values.WEBHOOK_ALLOW.split(",").filter(Boolean),
    requestLog: values.REQUEST_LOG,
    metricsKey: values.METRICS_KEY ?? null,
    rateLimits: values.API_RATE_LIMITS === "on",
    checkAnswers: values.API_CHECK_ANSWERS === "on",
    trustedOrigins,
    isTrustedOrigin: (origin) => trustedOrigins.includes(origin),
  };
}

/** On one machine people type `localhost` as often as `127.0.0.1`. */
function loopbackTwins(origin: string): string[] {
  const names = ["127.0.0.1", "localhost"];
  const { hostname } = new URL(origin);
  return names.includes(hostname) ? names.map((name) => origin.replace(hostname, name)) : [origin];
}
