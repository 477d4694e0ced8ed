import type { ProductKey } from "@edgewise/core/billing/products.ts";
import type { UsageUnits } from "@edgewise/core/billing/usage.ts";

/** Units of one kind of traffic; '' and 0 stand for what was not asked for. */
export interface UsageRow extends UsageUnits {
  readonly environment_id: number;
  readonly day: string;
  readonly product: ProductKey;
  readonly event: string;
  readonly sdk: string;
}

export interface MeteredEnvironment {
  readonly id: number;
  readonly name: string;
  readonly project_id: number;
  readonly project_name: string;
}

/** A settled day of an environment, and where the meter differed from the raw events. */
export interface MeterCheck {
  readonly environment_id: number;
  readonly day: string;
  readonly checked_at: string | null;
  readonly differences: readonly {
    readonly product: ProductKey;
    readonly sdk: string;
    readonly event: string;
    readonly metered: number;
    readonly raw: number;
  }[];
}

export interface Usage {
  readonly date_from: string;
  readonly date_to: string;
  readonly environments: readonly MeteredEnvironment[];
  readonly rows: readonly UsageRow[];
  readonly over_limit_periods: readonly {
    readonly product: ProductKey;
    readonly started_at: string;
    readonly ended_at: string | null;
  }[];
  readonly sql: Readonly<Record<ProductKey, string | null>>;
  readonly checks: readonly MeterCheck[];
}

interface Interval {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface ProductBill {
  readonly product: ProductKey;
  readonly name: string;
  readonly unit: string;
  readonly free_units: number;
  readonly units: number;
  readonly cost_micros: number;
  readonly projection: Interval & { readonly days: number };
  readonly projected_cost_micros: Interval;
  readonly allowance: number | null;
  readonly is_over_limit: boolean;
}

export interface Limits {
  readonly limits: {
    readonly overall: number | null;
    readonly products: Readonly<Partial<Record<ProductKey, number | null>>>;
  };
  readonly limits_are_own: boolean;
  readonly pause_sdks: boolean;
  readonly can_change: boolean;
}

export interface BillingAlert {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

export interface Bill {
  readonly date_from: string;
  readonly date_to: string;
  readonly products: readonly ProductBill[];
  readonly cost_micros: number;
  readonly projected_cost_micros: Interval;
  /** To pay so far and at the month's end, before tax. */
  readonly due_micros: number;
  readonly projected_due_micros: Interval;
  readonly limits: Limits;
  readonly alerts: readonly BillingAlert[];
}
