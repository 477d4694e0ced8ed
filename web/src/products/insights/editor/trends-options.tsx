"use client";
import { Settings2 } from "lucide-react";
import { Check, Choice, NumberField } from "@/products/insights/editor/choice";
import { GoalLines } from "@/products/insights/editor/goal-lines";
import type { EditorProps } from "@/products/insights/editor/types";
import { displayInfo } from "@/products/insights/query/displays";
import type { TrendsFilter, TrendsQuery } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Popover } from "@/ui/popover";

const FORMATS = [
  { value: "numeric", label: "number" },
  { value: "short", label: "short number" },
  { value: "duration", label: "duration (s)" },
  { value: "duration_ms", label: "duration (ms)" },
  { value: "percentage", label: "percent (0–100)" },
  { value: "percentage_scaled", label: "percent (0–1)" },
  { value: "currency", label: "dollars" },
] as const;
const SMOOTHING = [1, 3, 7, 14, 28].map((points) => ({
  value: String(points),
  label: points === 1 ? "none" : `mean of ${points}`,
}));

/** Smoothing, axis, units, goal lines and what else a trend can show. */
export function TrendsOptions({ query, onChange }: EditorProps<TrendsQuery>) {
  const filter = query.trendsFilter ?? {};
  const set = (part: Partial<TrendsFilter>, typing?: string) =>
    onChange({ ...query, trendsFilter: { ...filter, ...part } }, typing);
  const display = displayInfo(filter.display);
  const stacked = display.chart === "bar" || display.chart === "area";
  return (
    <Popover
      className="max-h-[70vh] w-80 overflow-auto"
      trigger={
        <Button variant="quiet">
          <Settings2 /> Options
        </Button>
      }
    >
      <div className="flex flex-col gap-2.5 p-3">
        {!display.total && (
          <>
            <Choice
              label="Smoothing"
              value={String(filter.smoothingIntervals ?? 1)}
              options={SMOOTHING}
              onChange={(points) => set({ smoothingIntervals: Number(points) })}
            />
            <Check
              label="Logarithmic axis"
              checked={filter.yAxisScaleType === "log10"}
              onChange={(on) => set({ yAxisScaleType: on ? "log10" : "linear" })}
            />
            {stacked && (
              <Check
                label="Shares of 100 %"
                checked={filter.showPercentStackView ?? false}
                onChange={(showPercentStackView) => set({ showPercentStackView })}
              />
            )}
            <Check
              label="Values on the chart"
              checked={filter.showValuesOnSeries ?? false}
              onChange={(showValuesOnSeries) => set({ showValuesOnSeries })}
            />
            <Check
              label="Annotations"
              checked={filter.showAnnotations !== false}
              onChange={(showAnnotations) => set({ showAnnotations })}
            />
          </>
        )}
        <Choice
          label="Values are"
          value={(filter.aggregationAxisFormat ?? "numeric") as (typeof FORMATS)[number]["value"]}
          options={FORMATS}
          onChange={(aggregationAxisFormat) => set({ aggregationAxisFormat })}
        />
        <div className="grid grid-cols-2 gap-2">
          <Field label="Before">
            <Input
              value={filter.aggregationAxisPrefix ?? ""}
              onChange={(event) => set({ aggregationAxisPrefix: event.target.value }, "prefix")}
            />
          </Field>
          <Field label="After">
            <Input
              value={filter.aggregationAxisPostfix ?? ""}
              onChange={(event) => set({ aggregationAxisPostfix: event.target.value }, "postfix")}
            />
          </Field>
        </div>
        <NumberField
          label="Decimals"
          min={0}
          max={8}
          placeholder="up to 2"
          value={filter.decimalPlaces}
          onChange={(decimalPlaces) => {
            const { decimalPlaces: _, ...rest } = filter;
            onChange({
              ...query,
              trendsFilter: decimalPlaces === undefined ? rest : { ...rest, decimalPlaces },
            });
          }}
        />
        {query.breakdownFilter && (
          <>
            <NumberField
              label="Values shown one by one"
              max={1000}
              placeholder="25"
              value={query.breakdownFilter.breakdown_limit}
              onChange={(limit) => {
                const { breakdown_limit: _, ...rest } = query.breakdownFilter ?? {};
                onChange({
                  ...query,
                  breakdownFilter: limit === undefined ? rest : { ...rest, breakdown_limit: limit },
                });
              }}
            />
            <Check
              label="Hide “Other”"
              checked={query.breakdownFilter.breakdown_hide_other_aggregation ?? false}
              onChange={(hide) =>
                onChange({
                  ...query,
                  breakdownFilter: { ...query.breakdownFilter, breakdown_hide_other_aggregation: hide },
                })
              }
            />
          </>
        )}
        {!display.total && (
          <GoalLines
            goals={filter.goalLines ?? []}
            onChange={(goalLines, typing) => set({ goalLines }, typing)}
          />
        )}
      </div>
    </Popover>
  );
}
