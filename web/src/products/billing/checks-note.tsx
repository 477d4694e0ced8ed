"use client";
import type { ProductKey } from "@edgewise/core/billing/products.ts";
import { exactNumber } from "@/lib/format";
import type { Usage } from "@/products/billing/types";

/** Whether the meter and the raw events agreed, each night. */
export function ChecksNote({ usage, product }: { readonly usage: Usage; readonly product: ProductKey }) {
  const checked = usage.checks.filter(({ checked_at }) => checked_at !== null);
  const differing = checked.flatMap(({ day, differences }) =>
    differences.filter((one) => one.product === product).map((one) => ({ day, ...one })),
  );
  if (checked.length === 0)
    return (
      <p className="text-xs text-muted">Each night the meter is held against the raw events; none was yet.</p>
    );
  const days = new Set(checked.map(({ day }) => day)).size;
  if (differing.length === 0)
    return (
      <p className="text-xs text-muted">
        Held against the raw events on {days} {days === 1 ? "night" : "nights"} of this time: no difference.
      </p>
    );
  return (
    <div className="text-xs">
      <p className="font-medium">The meter and the raw events differed, e.g. because events were deleted:</p>
      <ul className="text-muted">
        {differing.slice(0, 10).map(({ day, event, sdk, metered, raw }) => (
          <li key={`${day} ${sdk} ${event}`}>
            {day}: {event || "other names"} of {sdk || "an unknown SDK"}, {exactNumber(metered)} metered,{" "}
            {exactNumber(raw)} stored
          </li>
        ))}
      </ul>
    </div>
  );
}
