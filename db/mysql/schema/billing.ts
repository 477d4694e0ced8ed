import type { Credit, Discount, Invoice } from "@edgewise/core/billing/invoice.ts";
import type { SpendingLimits } from "@edgewise/core/billing/limits.ts";
import { bigint, boolean, index, int, mysqlTable, primaryKey, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, time, uuid } from "./columns.ts";

/** What an organisation set about its bill. No row = what the deployment gives to new ones. */
export const billingSettings = mysqlTable("billing_settings", {
  organizationId: uuid("organization_id").primaryKey(),
  /** Null = as the plan gives. */
  limits: json<{ readonly value: SpendingLimits | null }>("limits").notNull(),
  /** SDKs are asked to pause over a limit. */
  pause: boolean("pause").notNull().default(false),
  discounts: json<readonly Discount[]>("discounts").notNull(),
  credits: json<readonly Credit[]>("credits").notNull(),
  /** Rises with every write: the meter takes the newest. */
  version: bigint("version", { mode: "number" }).notNull(),
  updatedAt: time("updated_at").notNull(),
});

/** Settled days of the meter, an environment's cells each, and how they compared with the raw events. */
export const meterDays = mysqlTable(
  "meter_days",
  {
    environmentId: int("environment_id").notNull(),
    day: bytes("day", { length: 10 }).notNull(),
    organizationId: uuid("organization_id").notNull(),
    cells: json<readonly MeterDayCell[]>("cells").notNull(),
    differences: json<readonly MeterDifference[]>("differences").notNull(),
    /** Null: the raw events could not be asked yet. */
    checkedAt: time("checked_at"),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.environmentId, t.day] }),
    index("meter_days_organization").on(t.organizationId, t.day),
  ],
);

export interface MeterDayCell {
  readonly key: string;
  readonly stored: number;
  readonly bot: number;
  readonly test: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly quarantined: number;
  readonly over_limit: number;
  readonly dropped: number;
}

export interface MeterDifference {
  readonly key: string;
  readonly metered: number;
  readonly raw: number;
}

/** What was said about limits and spikes: each once. */
export const billingAlerts = mysqlTable(
  "billing_alerts",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    /** What it is about, e.g. `2026-11 overall 80`. */
    subject: bytes("subject", { length: 255 }).notNull(),
    kind: bytes("kind", { length: 16 }).$type<"limit" | "spike" | "payment">().notNull(),
    detail: json<Record<string, unknown>>("detail").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("billing_alerts_subject").on(t.organizationId, t.subject),
    index("billing_alerts_created").on(t.organizationId, t.createdAt),
  ],
);

/** What the edge leaves out of an environment's events, or keeps only a sample of. */
export const ingestionRules = mysqlTable(
  "ingestion_rules",
  {
    id: int("id").autoincrement().primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    projectId: int("project_id").notNull(),
    environmentId: int("environment_id").notNull(),
    /** '' = any. */
    event: bytes("event", { length: 200 }).notNull(),
    sdk: bytes("sdk", { length: 64 }).notNull(),
    sdkVersion: bytes("sdk_version", { length: 64 }).notNull(),
    /** People of a hundred whose events are kept; 0 = all are dropped. */
    keepPercent: int("keep_percent").notNull(),
    createdBy: uuid("created_by"),
    createdAt: time("created_at").notNull(),
    endsAt: time("ends_at"),
  },
  (t) => [
    index("ingestion_rules_environment").on(t.environmentId),
    index("ingestion_rules_project").on(t.projectId),
  ],
);

/** An organisation at the payment provider. */
export const billingCustomers = mysqlTable("billing_customers", {
  organizationId: uuid("organization_id").primaryKey(),
  customerId: bytes("customer_id", { length: 64 }).notNull().unique(),
  subscriptionId: bytes("subscription_id", { length: 64 }),
  /** Key of `core/billing/plans.ts`; '' = none yet. */
  plan: bytes("plan", { length: 16 }).notNull().default(""),
  /** What is charged, as people know it; null = nothing yet. */
  card: json<PaymentCard>("card"),
  /** The provider's word for the subscription: `active`, `canceled` …; '' = never subscribed. */
  status: bytes("status", { length: 32 }).notNull(),
  cancelAt: time("cancel_at"),
  periodEnd: time("period_end"),
  /** When the provider was last asked. */
  statusAt: time("status_at").notNull(),
  updatedAt: time("updated_at").notNull(),
});

export interface PaymentCard {
  readonly brand: string;
  readonly last4: string;
  readonly expires: string;
}

/** What an organisation's plan and limits were from a time on: an invoice asks by all that held in its month. */
export const billingTerms = mysqlTable(
  "billing_terms",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    fromAt: time("from_at").notNull(),
    plan: bytes("plan", { length: 16 }).notNull(),
    limits: json<SpendingLimits>("limits").notNull(),
  },
  (t) => [index("billing_terms_from").on(t.organizationId, t.fromAt)],
);

/** Units that the provider's meters were told of, a product and UTC day each. */
export const meterReports = mysqlTable(
  "meter_reports",
  {
    organizationId: uuid("organization_id").notNull(),
    day: bytes("day", { length: 10 }).notNull(),
    product: bytes("product", { length: 32 }).notNull(),
    units: bigint("units", { mode: "number" }).notNull(),
    reportedAt: time("reported_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.day, t.product] })],
);

/** Web hooks of the payment provider that were taken, by its id: each once. */
export const billingEvents = mysqlTable("billing_events", {
  id: bytes("id", { length: 64 }).primaryKey(),
  organizationId: uuid("organization_id"),
  type: bytes("type", { length: 64 }).notNull(),
  createdAt: time("created_at").notNull(),
  receivedAt: time("received_at").notNull(),
});

/** Invoices: a month each, with the lines they were made of. */
export const invoices = mysqlTable(
  "invoices",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    /** First day of the month, `YYYY-MM-DD`. */
    period: bytes("period", { length: 10 }).notNull(),
    content: json<Invoice>("content").notNull(),
    status: bytes("status", { length: 16 })
      .$type<"draft" | "open" | "paid" | "void" | "uncollectible">()
      .notNull(),
    /** At the provider; null without one. */
    providerId: bytes("provider_id", { length: 64 }),
    url: bytes("url", { length: 1000 }),
    /** What the provider says about its payment; null without one. */
    payment: json<InvoicePayment>("payment"),
    /** When it is tried again; null = not by itself. */
    nextAttemptAt: time("next_attempt_at"),
    statusAt: time("status_at").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("invoices_period").on(t.organizationId, t.period),
    index("invoices_provider").on(t.providerId),
  ],
);

/** Cents of the provider's invoice and what came of them. */
export interface InvoicePayment {
  readonly totalCents: number;
  readonly taxCents: number;
  readonly paidCents: number;
  readonly refundedCents: number;
  /** Of the newest refund: `pending`, `succeeded`, `failed`; null = none. */
  readonly refundStatus: string | null;
  readonly attempts: number;
  /** Why the last attempt failed, in the provider's words. */
  readonly error: string | null;
  /** ISO time of the first failed attempt; null = none. */
  readonly failedAt: string | null;
}
