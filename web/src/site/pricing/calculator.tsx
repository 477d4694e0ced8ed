"use client";
import { FIELD_PRICES } from "@edgewise/core/billing/field-prices.ts";
import { formatUsd, total } from "@edgewise/core/billing/money.ts";
import { METERED, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import { charge } from "@edgewise/core/billing/tiers.ts";
import { useState } from "react";
import { positionOf, unitsAt, unitsOf } from "./scale";

/** A month of a small product. */
const START: Readonly<Partial<Record<ProductKey, number>>> = {
  events: 3_000_000,
  recordings: 10_000,
  flags: 2_000_000,
  surveys: 1_000,
  exceptions: 50_000,
  ai: 0,
};

/** What a month costs, product by product; the same code that makes the invoice. */
export function Calculator() {
  const [units, setUnits] = useState<Readonly<Partial<Record<ProductKey, number>>>>(START);
  const costs = METERED.map((key) => charge(productOf(key), units[key] ?? 0));
  const theirs = METERED.map((key) => charge(FIELD_PRICES[key], units[key] ?? 0));
  return (
    <div className="rounded-lg border border-line bg-surface">
      <ul>
        {METERED.map((key, index) => (
          <Row
            key={key}
            productKey={key}
            units={units[key] ?? 0}
            cost={costs[index]!}
            onChange={(next) => setUnits({ ...units, [key]: next })}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-line p-4">
        <p className="text-sm text-muted">
          PostHog’s public list of mid-2026, anonymous events: {formatUsd(total(theirs))}
        </p>
        <p aria-live="polite" className="ml-auto text-2xl font-semibold tabular-nums">
          {formatUsd(total(costs))} <span className="text-sm font-normal text-muted">a month</span>
        </p>
      </div>
    </div>
  );
}

interface RowProps {
  readonly productKey: ProductKey;
  readonly units: number;
  readonly cost: number;
  readonly onChange: (units: number) => void;
}

function Row({ productKey, units, cost, onChange }: RowProps) {
  const { name, unit, free } = productOf(productKey);
  const id = `units-${productKey}`;
  return (
    <li className="grid grid-cols-[1fr_8rem] items-center gap-x-4 gap-y-2 border-b border-line p-4 last:border-0 sm:grid-cols-[14rem_1fr_9rem_6rem]">
      <label htmlFor={id} className="order-1 min-w-0 sm:order-none">
        <span className="block font-medium">{name}</span>
        <span className="block text-xs text-muted">
          {free.toLocaleString("en-US")} {unit}s free
        </span>
      </label>
      <input
        type="range"
        min={0}
        max={100}
        step={1}
        value={positionOf(units)}
        onChange={({ target }) => onChange(unitsAt(Number(target.value)))}
        aria-label={`${name}: ${unit}s a month, roughly`}
        className="order-3 w-full accent-[var(--accent)] sm:order-none"
      />
      <input
        id={id}
        inputMode="numeric"
        value={units.toLocaleString("en-US")}
        onChange={({ target }) => onChange(unitsOf(target.value))}
        className="order-2 h-8 w-full rounded-md border border-line-strong/70 bg-surface px-2 text-right text-sm tabular-nums sm:order-none"
      />
      <span className="order-4 text-right font-medium tabular-nums sm:order-none">{formatUsd(cost)}</span>
    </li>
  );
}
