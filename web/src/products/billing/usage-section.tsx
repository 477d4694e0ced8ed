"use client";
import { METERED, type ProductKey, productOf } from "@edgewise/core/billing/products.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { lastDays } from "@/charts/day-chart";
import { Legend } from "@/charts/legend";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import { exactNumber } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { usageQuery } from "@/products/billing/api";
import { ChecksNote } from "@/products/billing/checks-note";
import { OverLimitNote } from "@/products/billing/over-limit-note";
import { daysBetween, groupByOf, monthDays, SPLITS, type Split, usageChart } from "@/products/billing/shape";
import { useOrganizationId } from "@/products/billing/use-organization";
import { CodeBlock } from "@/ui/code-block";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";
import { useHidden } from "@/ui/use-hidden";

const DAYS = ["month", "7", "30", "90"] as const;
type Days = (typeof DAYS)[number];
const LABELS: Readonly<Record<Days, string>> = {
  month: "This month",
  "7": "Last 7 days",
  "30": "Last 30 days",
  "90": "Last 90 days",
};

/** Metered units by day, and the query that gives the same from the raw events. */
export function UsageSection() {
  const project = useProject();
  const organizationId = useOrganizationId();
  const [state, setState] = useQueryStates({
    product: parseAsStringLiteral(METERED).withDefault("events"),
    by: parseAsStringLiteral(SPLITS).withDefault("outcome"),
    days: parseAsStringLiteral(DAYS).withDefault("month"),
    environment: parseAsInteger,
    /** A month of an invoice, `YYYY-MM`: goes before `days`. */
    month: parseAsString,
  });
  const { hidden, toggle } = useHidden();
  const today = new Date().toISOString().slice(0, 10);
  const month = monthDays(state.month ?? (state.days === "month" ? today.slice(0, 7) : ""), today);
  const { from: dateFrom, to: dateTo } = month ?? {
    from: lastDays(Number(state.days), today)[0]!,
    to: today,
  };
  const usage = useQuery({
    ...usageQuery(organizationId, {
      product: state.product,
      dateFrom,
      dateTo,
      groupBy: groupByOf(state.by),
      environmentId: state.environment ?? undefined,
    }),
    placeholderData: keepPreviousData,
  });
  const { data } = usage;
  const chart = useMemo(
    () =>
      data && usageChart(data.rows, state.by, data.environments, daysBetween(data.date_from, data.date_to)),
    [data, state.by],
  );
  const total = data?.rows.reduce((sum, { billable }) => sum + billable, 0) ?? 0;
  const sql = data?.sql[state.product];
  const { unit } = productOf(state.product);
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Select<ProductKey>
          aria-label="Product"
          value={state.product}
          onChange={(product) => void setState({ product })}
          options={METERED.map((key) => ({ value: key, label: productOf(key).name }))}
        />
        <Select<Days>
          aria-label="Period"
          value={state.days}
          onChange={(days) => void setState({ days, month: null })}
          options={DAYS.map((value) => ({
            value,
            label: value === state.days && state.month ? state.month : LABELS[value],
          }))}
        />
        <Select<string>
          aria-label="Environment"
          value={String(state.environment ?? "all")}
          onChange={(next) => void setState({ environment: next === "all" ? null : Number(next) })}
          options={[
            { value: "all", label: "All environments" },
            ...(data?.environments ?? []).map(({ id, name, project_name }) => ({
              value: String(id),
              label: `${project_name}, ${name}`,
            })),
          ]}
        />
        <ToggleGroup<Split>
          label="Units by"
          value={state.by}
          onChange={(by) => void setState({ by })}
          options={[
            { value: "outcome", label: "What became of them" },
            { value: "event", label: "Event" },
            { value: "sdk", label: "SDK" },
            { value: "environment", label: "Environment" },
          ]}
        />
      </div>
      {usage.error ? (
        <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />
      ) : !data || !chart ? (
        <SkeletonRows rows={8} />
      ) : chart.series.length === 0 ? (
        <EmptyState title="Nothing in this time" className="m-0">
          No {unit}s arrived. What is sent from now on shows here within seconds.
        </EmptyState>
      ) : (
        <>
          <OverLimitNote usage={data} product={state.product} />
          <Panel title={`${exactNumber(total)} billable ${unit}s`}>
            <div className="p-3">
              <TrendChart data={chart} kind="bar" hidden={hidden} height={260} />
            </div>
            <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
            <div className="border-t border-line">
              <SeriesTable data={chart} label={`${unit}s, a UTC day`} summary="sum" />
            </div>
          </Panel>
        </>
      )}
      {sql ? (
        <Panel
          title="The same from the raw events"
          actions={
            <Link
              href={projectPath(state.environment ?? project.id, `/sql?q=${encodeURIComponent(sql)}`)}
              className="text-sm text-accent hover:underline"
            >
              Run it
            </Link>
          }
        >
          <div className="flex flex-col gap-2 p-3">
            <p className="max-w-prose text-xs text-muted">
              The meter counts each event in the transaction that stores it. This counts the stored events of
              one environment: the figures are the same, less events deleted since and those of test accounts.
            </p>
            <CodeBlock code={sql} label="SQL" wrap />
            {data && <ChecksNote usage={data} product={state.product} />}
          </div>
        </Panel>
      ) : (
        <p className="text-xs text-muted">{productOf(state.product).counts}</p>
      )}
    </>
  );
}
