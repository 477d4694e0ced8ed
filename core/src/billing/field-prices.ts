import type { ProductKey } from "./products.ts";
import type { PriceList } from "./tiers.ts";

const usd = (price: number): number => Math.round(price * 1e12);
const list = (free: number, ...steps: readonly (readonly [number | null, number])[]): PriceList => ({
  free,
  tiers: steps.map(([upTo, price]) => ({ upTo, perMillion: usd(price) })),
});

const K = 1_000;
const M = 1_000_000;

/**
 * The field's public list as of mid-2026 (PostHog's pricing calculator). Where it has several prices for what is one
 * product here, the lowest: anonymous events, web recordings. Logs in MB.
 */
export const FIELD_PRICES: Readonly<Record<ProductKey, PriceList>> = {
  events: list(
    M,
    [2 * M, 0.00005],
    [15 * M, 0.0000343],
    [50 * M, 0.0000295],
    [100 * M, 0.0000218],
    [250 * M, 0.000015],
    [null, 0.000009],
  ),
  recordings: list(
    5 * K,
    [15 * K, 0.005],
    [50 * K, 0.0035],
    [150 * K, 0.002],
    [500 * K, 0.0017],
    [null, 0.0015],
  ),
  flags: list(M, [2 * M, 0.0001], [10 * M, 0.000045], [50 * M, 0.000025], [null, 0.00001]),
  surveys: list(1_500, [2 * K, 0.1], [10 * K, 0.035], [20 * K, 0.015], [null, 0.01]),
  exceptions: list(100 * K, [325 * K, 0.00037], [10 * M, 0.00014], [null, 0.000115]),
  ai: list(
    100 * K,
    [150 * K, 0.00035],
    [250 * K, 0.000175],
    [500 * K, 0.0001],
    [M, 0.00008],
    [10 * M, 0.00007],
    [50 * M, 0.000065],
    [null, 0.00006],
  ),
  rows_synced: list(
    M,
    [10 * M, 0.000015],
    [25 * M, 0.00001],
    [50 * M, 0.000008],
    [100 * M, 0.000005],
    [1_000 * M, 0.000002],
    [null, 0.000001],
  ),
  destinations: list(
    10 * K,
    [50 * K, 0.0005],
    [100 * K, 0.0003],
    [M, 0.00015],
    [10 * M, 0.0001],
    [100 * M, 0.00005],
    [null, 0.000025],
  ),
  exports: list(M, [10 * M, 0.000015], [50 * M, 0.000005], [100 * M, 0.0000025], [null, 0.00000125]),
  logs: list(10 * K, [300 * K, 0.00025], [null, 0.00015]),
  emails: list(
    10 * K,
    [50 * K, 0.003],
    [100 * K, 0.0018],
    [M, 0.001],
    [10 * M, 0.0005],
    [100 * M, 0.000375],
    [null, 0.00025],
  ),
  workflow_triggers: list(
    10 * K,
    [50 * K, 0.00075],
    [100 * K, 0.00045],
    [M, 0.000225],
    [10 * M, 0.00015],
    [100 * M, 0.000075],
    [null, 0.0000375],
  ),
  ai_credits: list(2_500, [null, 0.01]),
  replay_vision: list(2_500, [null, 0.01]),
  pull_requests: list(3, [null, 15]),
  agent_credits: list(2_000, [null, 0.01]),
};

/** What the same usage costs there on top: events with a person profile, and polls at ten requests each. */
export const FIELD_IDENTIFIED: PriceList = list(
  M,
  [2 * M, 0.000198],
  [15 * M, 0.0000697],
  [50 * M, 0.000036],
  [100 * M, 0.0000146],
  [250 * M, 0.0000037],
  [null, 0.000001],
);

/** Recordings of mobile apps, which the field counts beside those of the web. */
export const FIELD_MOBILE: PriceList = list(
  2_500,
  [15 * K, 0.01],
  [50 * K, 0.007],
  [150 * K, 0.004],
  [500 * K, 0.0034],
  [null, 0.003],
);
