import type { ProductKey } from "@edgewise/core/billing/products.ts";

/** How a product stands in its organisation's period. */
export interface ProductState {
  /** The limit is reached: what comes from now on is counted and kept aside. */
  readonly over: boolean;
  /** Units up to the limit, over all partitions. */
  readonly left: number;
  /** The limit, in units. */
  readonly allowance: number;
}

/** Products of an organisation that have a limit. */
export type LimitState = Readonly<Partial<Record<ProductKey, ProductState>>>;

/** What an organisation's meter answers to a report. */
export interface LimitAnswer {
  readonly products: LimitState;
  /** SDKs are asked to pause (`quota_limited`) while a product is over its limit: cheaper, but they drop what they meet. */
  readonly pause: boolean;
}

/** Whole of the limit that all partitions together may store beyond what they have told. */
const SLACK = 0.002;

interface Lease {
  readonly product: string;
  left: number;
}

/**
 * What this partition knows of limits. Each answer to a report leases it a part of what is left; a lease that is used up
 * makes the next report go at once. Leases shrink towards the limit, so all partitions together pass it by little.
 */
export class PartitionLimits {
  readonly #partitions: number;
  readonly #over = new Map<number, ReadonlySet<string>>();
  readonly #pausing = new Set<number>();
  readonly #leases = new Map<number, Lease[]>();
  /** Units that the last answer left to all partitions, less what this one stored since. */
  readonly #room = new Map<number, Map<string, number>>();
  /** A lease is used up. */
  urgent = false;

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  set(environmentId: number, answer: LimitAnswer): void {
    const products = Object.entries(answer.products) as [ProductKey, ProductState][];
    const over = products.filter((entry) => entry[1].over).map(([product]) => product as string);
    if (over.length > 0) this.#over.set(environmentId, new Set(over));
    else this.#over.delete(environmentId);
    if (over.length > 0 && answer.pause) this.#pausing.add(environmentId);
    else this.#pausing.delete(environmentId);
    const leases = products
      .filter((entry) => !entry[1].over)
      .map(([product, { left, allowance }]): Lease => {
        const share = Math.max(left / 4, allowance * SLACK) / this.#partitions;
        return { product, left: Math.max(1, Math.floor(share)) };
      });
    this.#room.set(environmentId, new Map(products.map(([product, { left }]) => [product, left])));
    if (leases.length > 0) this.#leases.set(environmentId, leases);
    else this.#leases.delete(environmentId);
  }

  /** Products of an environment that are over their limit; undefined for most. */
  over(environmentId: number): ReadonlySet<string> | undefined {
    return this.#over.get(environmentId);
  }

  /** Whether SDKs of an environment are told to pause. */
  pauses(environmentId: number): boolean {
    return this.#pausing.has(environmentId);
  }

  /** Takes one unit of what the last answer left; false when this partition alone has used that up since. */
  take(environmentId: number, product: string): boolean {
    const room = this.#room.get(environmentId);
    const left = room?.get(product);
    if (left === undefined) return true;
    if (left <= 0) return false;
    room!.set(product, left - 1);
    return true;
  }

  /** Takes stored units off the lease of their product. */
  use(environmentId: number, product: string, units: number): void {
    const lease = this.#leases.get(environmentId)?.find((one) => one.product === product);
    if (lease === undefined) return;
    lease.left -= units;
    if (lease.left <= 0) this.urgent = true;
  }

  /** Environments with limits: only for them are units looked at one by one. */
  has(environmentId: number): boolean {
    return this.#leases.has(environmentId);
  }
}
