import { meterOf } from "./meters.ts";
import { isProductKey, type ProductKey } from "./products.ts";

export interface MeterCell {
  readonly product: ProductKey;
  readonly sdk: string;
  readonly event: string;
}

const SDK_LIMIT = 64;
const MAX_KNOWN = 20_000;

const known = new Map<string, Map<string, string>>();
let count = 0;

/** The cell that an event of an SDK is counted in, as text: product, SDK and event name between tabs. */
export function meterKey(sdk: string, event: string): string {
  let events = known.get(sdk);
  if (events === undefined) {
    events = new Map();
    known.set(sdk, events);
  }
  let key = events.get(event);
  if (key === undefined) {
    key = cellKey({ product: meterOf(event).product, sdk, event });
    // Clients choose names: what is remembered is bounded.
    if (++count > MAX_KNOWN) {
      known.clear();
      count = 0;
    } else events.set(event, key);
  }
  return key;
}

/** A cell as text. */
export function cellKey({ product, sdk, event }: MeterCell): string {
  return `${product}\t${sdk.slice(0, SDK_LIMIT).replaceAll("\t", " ")}\t${event}`;
}

/** The cell of {@link cellKey}. */
export function readMeterKey(key: string): MeterCell {
  const [product = "", sdk = "", ...event] = key.split("\t");
  return { product: isProductKey(product) ? product : "events", sdk, event: event.join("\t") };
}
