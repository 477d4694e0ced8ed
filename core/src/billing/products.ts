import type { PriceList } from "./tiers.ts";

/** Where a product's units are counted. */
export type MeterSource =
  /** Stored events, in the partition's transaction. */
  | "events"
  /** First block of each recorded session, in the partition's transaction. */
  | "recordings"
  /** Answered flag requests, at the edge. */
  | "flags"
  /** Not counted yet: the product is to come, its price is promised. */
  | "none";

export interface Product extends PriceList {
  readonly name: string;
  /** One unit, as shown: `event`, `recording`. */
  readonly unit: string;
  readonly source: MeterSource;
  /** What is counted and what is not, in a sentence. */
  readonly counts: string;
  /** Key that SDKs know in `quota_limited` (WIRE.md 1.3) or `quotaLimited` (1.6). */
  readonly quotaKey: string;
}

/** Dollars for one unit as micro-dollars for a million units. */
const usd = (price: number): number => Math.round(price * 1e12);

/** Steps as `[last unit, dollars for one unit]`. */
const steps = (...list: readonly (readonly [number | null, number])[]) =>
  list.map(([upTo, price]) => ({ upTo, perMillion: usd(price) }));

const K = 1_000;
const M = 1_000_000;

/**
 * Every meter with its monthly price list. At or below the field's public list for every volume
 * (`field-prices.ts`; `products.test.ts` walks it). A product to come adds its row here.
 */
export const PRODUCTS = {
  events: {
    name: "Product and web analytics",
    unit: "event",
    free: M,
    tiers: steps(
      [2 * M, 0.00004],
      [15 * M, 0.000027],
      [50 * M, 0.000023],
      [100 * M, 0.000017],
      [250 * M, 0.000012],
      [null, 0.000007],
    ),
    source: "events",
    counts: "Events once each, with or without a person profile and groups at the same price.",
    quotaKey: "events",
  },
  recordings: {
    name: "Session replay",
    unit: "recording",
    // The field gives 5,000 for web and 2,500 for mobile: one free tier holds both, so that no mix is dearer.
    free: 7_500,
    tiers: steps([15 * K, 0.004], [50 * K, 0.0028], [150 * K, 0.0016], [500 * K, 0.0013], [null, 0.0012]),
    source: "recordings",
    counts: "Recorded sessions, web and mobile at the same price.",
    quotaKey: "recordings",
  },
  flags: {
    name: "Feature flags and experiments",
    unit: "request",
    free: M,
    tiers: steps([2 * M, 0.00008], [10 * M, 0.000036], [50 * M, 0.00002], [null, 0.000008]),
    source: "flags",
    counts: "Requests that evaluate flags. Polls for local evaluation are free.",
    quotaKey: "feature_flags",
  },
  surveys: {
    name: "Surveys",
    unit: "response",
    free: 1_500,
    tiers: steps([2 * K, 0.08], [10 * K, 0.028], [20 * K, 0.012], [null, 0.008]),
    source: "events",
    counts: "Answers that people send. Showing or dismissing a survey is free.",
    quotaKey: "surveys",
  },
  exceptions: {
    name: "Error tracking",
    unit: "exception",
    free: 100 * K,
    tiers: steps([325 * K, 0.0003], [10 * M, 0.00011], [null, 0.00009]),
    source: "events",
    counts: "Exceptions, once each.",
    quotaKey: "exceptionEvent",
  },
  ai: {
    name: "AI observability",
    unit: "event",
    free: 100 * K,
    tiers: steps(
      [150 * K, 0.00028],
      [250 * K, 0.00014],
      [500 * K, 0.00008],
      [M, 0.000064],
      [10 * M, 0.000056],
      [50 * M, 0.000052],
      [null, 0.000048],
    ),
    source: "events",
    counts: "Generations, spans, traces, embeddings, metrics and feedback.",
    quotaKey: "llm_events",
  },
  rows_synced: {
    name: "Data warehouse",
    unit: "row",
    free: M,
    tiers: steps(
      [10 * M, 0.000012],
      [25 * M, 0.000008],
      [50 * M, 0.0000064],
      [100 * M, 0.000004],
      [1_000 * M, 0.0000016],
      [null, 0.0000008],
    ),
    source: "none",
    counts: "Rows synced. The first, historical sync is free.",
    quotaKey: "rows_synced",
  },
  destinations: {
    name: "Real-time destinations",
    unit: "trigger",
    free: 10 * K,
    tiers: steps(
      [50 * K, 0.0004],
      [100 * K, 0.00024],
      [M, 0.00012],
      [10 * M, 0.00008],
      [100 * M, 0.00004],
      [null, 0.00002],
    ),
    source: "none",
    counts: "Events that trigger a destination.",
    quotaKey: "destinations",
  },
  exports: {
    name: "Batch exports",
    unit: "row",
    free: M,
    tiers: steps([10 * M, 0.000012], [50 * M, 0.000004], [100 * M, 0.000002], [null, 0.000001]),
    source: "none",
    counts: "Rows exported. Taking all your data with you is free.",
    quotaKey: "exports",
  },
  logs: {
    name: "Logs",
    unit: "MB",
    free: 10 * K,
    tiers: steps([300 * K, 0.0002], [null, 0.00012]),
    source: "none",
    counts: "Megabytes taken in, kept for 14 days.",
    quotaKey: "logs",
  },
  emails: {
    name: "Workflow e-mails",
    unit: "e-mail",
    free: 10 * K,
    tiers: steps(
      [50 * K, 0.0024],
      [100 * K, 0.0014],
      [M, 0.0008],
      [10 * M, 0.0004],
      [100 * M, 0.0003],
      [null, 0.0002],
    ),
    source: "none",
    counts: "E-mails sent by workflows.",
    quotaKey: "emails",
  },
  workflow_triggers: {
    name: "Workflow destinations",
    unit: "trigger",
    free: 10 * K,
    tiers: steps(
      [50 * K, 0.0006],
      [100 * K, 0.00036],
      [M, 0.00018],
      [10 * M, 0.00012],
      [100 * M, 0.00006],
      [null, 0.00003],
    ),
    source: "none",
    counts: "Steps of workflows that call a destination.",
    quotaKey: "workflow_triggers",
  },
  ai_credits: {
    name: "AI assistant",
    unit: "credit",
    free: 2_500,
    tiers: steps([null, 0.008]),
    source: "none",
    counts: "Credits of a cent of model cost each.",
    quotaKey: "ai_credits",
  },
  replay_vision: {
    name: "Replay analysis",
    unit: "credit",
    free: 2_500,
    tiers: steps([null, 0.008]),
    source: "none",
    counts: "Credits spent on watching recordings.",
    quotaKey: "replay_vision",
  },
  pull_requests: {
    name: "Self-driving pull requests",
    unit: "pull request",
    free: 3,
    tiers: steps([null, 12]),
    source: "none",
    counts: "Pull requests that were merged.",
    quotaKey: "pull_requests",
  },
  agent_credits: {
    name: "Code agent",
    unit: "credit",
    free: 2_000,
    tiers: steps([null, 0.008]),
    source: "none",
    counts: "Credits spent by the desktop agent.",
    quotaKey: "agent_credits",
  },
} as const satisfies Readonly<Record<string, Product>>;

export type ProductKey = keyof typeof PRODUCTS;

export const PRODUCT_KEYS = Object.keys(PRODUCTS) as readonly ProductKey[];

/** Products whose units are counted today. */
export const METERED: readonly ProductKey[] = PRODUCT_KEYS.filter((key) => productOf(key).source !== "none");

/** A product's row, without the narrow types of the table. */
export function productOf(key: ProductKey): Product {
  return PRODUCTS[key];
}

export function isProductKey(value: string): value is ProductKey {
  return Object.hasOwn(PRODUCTS, value);
}
