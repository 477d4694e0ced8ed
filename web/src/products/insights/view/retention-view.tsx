"use client";
import { useMemo, useState } from "react";
import { Legend } from "@/charts/legend";
import { RetentionTable } from "@/charts/retention-table";
import { TrendChart } from "@/charts/trend-chart";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { askRetention } from "@/products/insights/people/ask";
import type { RetentionQuery } from "@/products/insights/query/types";
import {
  type RetentionItem,
  retentionValues,
  toCurve,
  toRetention,
  valueTitle,
} from "@/products/insights/shape/retention";
import type { ViewProps } from "@/products/insights/view/types";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { useHidden } from "@/ui/use-hidden";

const share = (value: number) => `${exactNumber(value)} %`;

/** The heat table and its curves; with a breakdown one value at a time. */
export function RetentionView({ query, answer, compact, onPeople }: ViewProps<RetentionQuery>) {
  const project = useProject();
  const items = answer.results as readonly RetentionItem[];
  const values = useMemo(() => retentionValues(items), [items]);
  const [wanted, setWanted] = useState<string | null>(null);
  const value = values.includes(wanted) ? wanted : (values[0] ?? null);
  const filter = query.retentionFilter ?? {};
  const data = useMemo(
    () =>
      toRetention(
        items.filter((item) => (item.breakdown_value ?? null) === value),
        { filter, timezone: project.timezone, now: Date.now() },
      ),
    [items, value, filter, project.timezone],
  );
  const curve = useMemo(() => toCurve(data), [data]);
  const { hidden, toggle } = useHidden();
  const onCell = (row: number, column: number) => {
    const label = `${data.rows[row]?.label ?? ""}: ${column === 0 ? "everyone who started" : (data.columns[column] ?? "")}`;
    onPeople(askRetention(query, row, column, data.columns, value, label));
  };
  const table = (
    <RetentionTable
      data={data}
      showMean={filter.meanRetentionCalculation !== "none"}
      compact={compact}
      onCell={onCell}
    />
  );
  if (compact) return table;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {values.length > 1 && (
        <Select
          aria-label="Breakdown value"
          className="self-start"
          value={value ?? ""}
          options={values.map((item) => ({ value: item ?? "", label: valueTitle(item) }))}
          onChange={setWanted}
        />
      )}
      <Panel className="overflow-hidden p-2">{table}</Panel>
      <Panel className="overflow-hidden">
        <div className="p-3">
          <TrendChart
            data={curve}
            kind="line"
            hidden={hidden}
            height={280}
            format={share}
            onPoint={(index, key) => {
              const row = curve.series.findIndex((series) => series.key === key);
              if (row >= 0) onCell(row, index);
            }}
          />
        </div>
        <Legend series={curve.series} hidden={hidden} onToggle={toggle} />
      </Panel>
    </div>
  );
}
