import * as z from "zod";
import type { ProviderKeys } from "./auth/providers.ts";
import type { ApiEnv } from "./env.ts";
import type { RequestLogMode } from "./http/request-log.ts";
import type { Keyring } from "./services/secrets/seal.ts";

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
  ENCRYPTION_KEYS: z
    .string()
    .regex(/^\d{1,6}:[^,]{32,}(,\d{1,6}:[^,]{32,})*$/, 'must be like "2:<32+ characters>,1:<the one before>"')
    .optional(),
  SIGNUP_CONFIRM: z.enum(["first", "later"]).optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  GOOGLE_URL: url.optional(),
  GITHUB_CLIENT_ID: z.string().min(1).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).optional(),
  GITHUB_URL: url.optional(),
  DNS_URL: url.default("https://cloudflare-dns.com/dns-query"),
  INTERNAL_KEY: z.string().min(32).optional(),
  MAIL_PROVIDER: z.enum(MAIL_PROVIDERS).default("off"),
  MAIL_KEY: z.string().default(""),
  MAIL_FROM: z.string().min(3).default("Edgewise <no-reply@edgewise.local>"),
  MAIL_URL: url.default("https://api.resend.com"),
  WEBHOOK_ALLOW: z.string().default(""),
  STRIPE_KEY: z.string().min(8).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8).optional(),
  STRIPE_TAX: z.enum(["on", "off"]).default("off"),
  STRIPE_URL: url.optional(),
  REQUEST_LOG: z.enum(["all", "errors", "off"]).default("all"),
  METRICS_KEY: z.string().min(16).optional(),
  API_RATE_LIMITS: z.enum(["on", "off"]).default("on"),
  API_CHECK_AUDIT: z.enum(["on", "off"]).default("off"),
  API_CHECK_ANSWERS: z.enum(["on", "off"]).default("off"),
});

/** How payments are taken. */
export interface PaymentsConfig {
  readonly key: string;
  readonly webhookSecret: string;
  readonly tax: boolean;
  /** Null = Stripe itself. */
  readonly url: string | null;
}

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
  /** What is stored encrypted is sealed under the first of them. */
  readonly keyring: Keyring;
  /** Whether it was given: without it sessions and second factors hang on {@link authSecret} alone. */
  readonly encryptionKeys: Keyring;
  readonly confirmFirst: boolean;
  readonly providers: ProviderKeys;
  /** DNS over HTTPS (JSON), where the records of mail domains are looked up. */
  readonly dnsUrl: string;
  /** Origin without a trailing slash. */
  readonly edgeUrl: string;
  readonly webUrl: string;
  readonly partitions: number;
  readonly internalKey: string | null;
  readonly mail: MailConfig;
  /** Private `host:port`s that web hooks may call. */
  readonly webhookAllow: readonly string[];
  /** Null: this deployment takes no payments. */
  readonly payments: PaymentsConfig | null;
  readonly requestLog: RequestLogMode;
  /** Null: nobody may read metrics. */
  readonly metricsKey: string | null;
  readonly rateLimits: boolean;
  /** Answers are held against their own description (tests). */
  readonly checkAnswers: boolean;
  /** A write that leaves no audit entry is a failure (tests). */
  readonly checkAudit: boolean;
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
    ...keysOf(values),
    // A mail of the mailbox is read by whoever sits at the machine: there is nothing to prove.
    confirmFirst:
      (values.SIGNUP_CONFIRM ?? (values.MAIL_PROVIDER === "resend" ? "first" : "later")) === "first",
    providers: {
      google: providerKeys(values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET, values.GOOGLE_URL),
      github: providerKeys(values.GITHUB_CLIENT_ID, values.GITHUB_CLIENT_SECRET, values.GITHUB_URL),
    },
    dnsUrl: values.DNS_URL,
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
    payments: paymentsOf(values),
    webhookAllow: values.WEBHOOK_ALLOW.split(",").filter(Boolean),
    requestLog: values.REQUEST_LOG,
    metricsKey: values.METRICS_KEY ?? null,
    rateLimits: values.API_RATE_LIMITS === "on",
    checkAudit: values.API_CHECK_AUDIT === "on",
    checkAnswers: values.API_CHECK_ANSWERS === "on",
    trustedOrigins,
    isTrustedOrigin: (origin) => trustedOrigins.includes(origin),
  };
}

function paymentsOf(values: z.infer<typeof schema>): PaymentsConfig | null {
  const { STRIPE_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_TAX, STRIPE_URL } = values;
  if (key === undefined && webhookSecret === undefined) return null;
  if (key === undefined || webhookSecret === undefined)
    throw new Error("Payments need both bindings of the API Worker, STRIPE_KEY and STRIPE_WEBHOOK_SECRET.");
  return { key, webhookSecret, tax: STRIPE_TAX === "on", url: STRIPE_URL ?? null };
}

/** On one machine people type `localhost` as often as `127.0.0.1`. */
function loopbackTwins(origin: string): string[] {
  const names = ["127.0.0.1", "localhost"];
  const { hostname } = new URL(origin);
  return names.includes(hostname) ? names.map((name) => origin.replace(hostname, name)) : [origin];
}

/** The ring of keys: those given, and the installation's secret, whose version is 1, for what it sealed before. */
function keysOf(values: z.infer<typeof schema>): Pick<ApiConfig, "keyring" | "encryptionKeys"> {
  const given = (values.ENCRYPTION_KEYS?.split(",") ?? []).map((text) => {
    const at = text.indexOf(":");
    return { version: Number(text.slice(0, at)), value: text.slice(at + 1) };
  });
  const first = { version: 1, value: values.PAYLOAD_SECRET ?? values.AUTH_SECRET };
  const keyring = given.some(({ version }) => version === 1) ? given : [...given, first];
  return { keyring, encryptionKeys: given };
}

const providerKeys = (clientId?: string, clientSecret?: string, at?: string): ProviderKeys["google"] =>
  clientId && clientSecret ? { clientId, clientSecret, url: at?.replace(/\/$/, "") ?? null } : null;
