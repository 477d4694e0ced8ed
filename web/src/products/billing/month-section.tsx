"use client";
import { formatUsd } from "@edgewise/core/billing/money.ts";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { exactNumber } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { AlertsPanel } from "@/products/billing/alerts-panel";
import { billQuery } from "@/products/billing/api";
import { shareOf } from "@/products/billing/shape";
import type { Bill, ProductBill } from "@/products/billing/types";
import { useOrganizationId } from "@/products/billing/use-organization";
import { Badge } from "@/ui/badge";
import { cn } from "@/ui/cn";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

/** The running month: what was used, what it costs, and what it will come to. */
export function MonthSection() {
  const bill = useQuery(billQuery(useOrganizationId()));
  if (bill.error) return <ErrorState error={bill.error} onRetry={() => void bill.refetch()} />;
  if (!bill.data) return <SkeletonRows rows={8} />;
  const { data } = bill;
  return (
    <>
      <Totals bill={data} />
      <Panel title="Products">
        <ul>
          {data.products.map((product) => (
            <ProductLine key={product.product} bill={product} />
          ))}
        </ul>
      </Panel>
      <AlertsPanel alerts={data.alerts} canChange={data.limits.can_change} />
      <p className="max-w-prose text-xs text-muted">
        Days and months are UTC, by arrival. Amounts are before tax, and never beyond a limit. Projections
        continue the mean of the last 28 days by weekday; the range holds four times out of five if days stay
        as they were. Bots, test accounts, repeated events, reports of flags and polls for local evaluation
        cost nothing.
      </p>
    </>
  );
}

function Totals({ bill }: { readonly bill: Bill }) {
  const { expected, low, high } = bill.projected_due_micros;
  const limit = bill.limits.limits.overall;
  const figures: readonly [string, string, string?][] = [
    [`Since ${bill.date_from}`, formatUsd(bill.due_micros)],
    ["Expected for the month", formatUsd(expected), `${formatUsd(low)} to ${formatUsd(high)}`],
    ["Spending limit", limit === null ? "None" : formatUsd(limit), limit === null ? undefined : "a month"],
  ];
  return (
    <dl className="grid gap-4 sm:grid-cols-3">
      {figures.map(([label, value, note]) => (
        <div key={label} className="rounded-lg border border-line bg-surface px-4 py-3">
          <dt className="text-xs text-muted">{label}</dt>
          <dd className="text-2xl font-semibold tabular-nums">{value}</dd>
          {note && <dd className="text-xs text-muted tabular-nums">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

function ProductLine({ bill }: { readonly bill: ProductBill }) {
  const project = useProject();
  const whole = bill.allowance ?? Math.max(bill.free_units, bill.projection.high);
  const { expected, low, high } = bill.projection;
  return (
    <li className="border-b border-line px-3 py-2.5 last:border-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link
          href={projectPath(project.id, `/billing/usage?product=${bill.product}`)}
          className="font-medium hover:text-accent hover:underline"
        >
          {bill.name}
        </Link>
        {bill.is_over_limit && <Badge tone="danger">over the limit: counting only</Badge>}
        <span className="ml-auto font-semibold tabular-nums">{formatUsd(bill.cost_micros)}</span>
      </div>
      <Bar
        share={shareOf(bill.units, whole)}
        mark={shareOf(bill.free_units, whole)}
        over={bill.is_over_limit}
      />
      <div className="flex flex-wrap justify-between gap-x-4 text-xs text-muted tabular-nums">
        <span>
          {exactNumber(bill.units)} {bill.unit}s; {exactNumber(bill.free_units)} a month are free
          {bill.allowance !== null && `; the limit is at ${exactNumber(bill.allowance)}`}
        </span>
        <span>
          expected {exactNumber(expected)} ({exactNumber(low)} to {exactNumber(high)}),{" "}
          {formatUsd(bill.projected_cost_micros.expected)}
        </span>
      </div>
    </li>
  );
}

function Bar({
  share,
  mark,
  over,
}: {
  readonly share: number;
  readonly mark: number;
  readonly over: boolean;
}) {
  return (
    <div className="relative my-1.5 h-1.5 rounded-full bg-sunken" aria-hidden>
      <div
        className={cn("h-full rounded-full", over ? "bg-danger" : "bg-accent")}
        style={{ width: `${share * 100}%` }}
      />
      {mark > 0 && mark < 1 && (
        <div className="absolute -top-0.5 h-2.5 w-px bg-line-strong" style={{ left: `${mark * 100}%` }} />
      )}
    </div>
  );
}
