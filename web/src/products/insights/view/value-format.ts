import { duration } from "../../../charts/duration.ts";
import { exactNumber } from "../../../lib/format.ts";
import type { TrendsFilter } from "../query/types.ts";

type Axis = Pick<
  TrendsFilter,
  "aggregationAxisFormat" | "aggregationAxisPrefix" | "aggregationAxisPostfix" | "decimalPlaces"
>;

const UNITS: Readonly<Record<string, (value: number, digits: Intl.NumberFormatOptions) => string>> = {
  numeric: (value, digits) => new Intl.NumberFormat("en", digits).format(value),
  short: (value, digits) => new Intl.NumberFormat("en", { ...digits, notation: "compact" }).format(value),
  duration: (value) => duration(value),
  duration_ms: (value) => duration(value / 1000),
  percentage: (value, digits) => `${new Intl.NumberFormat("en", digits).format(value)} %`,
  percentage_scaled: (value, digits) => `${new Intl.NumberFormat("en", digits).format(value * 100)} %`,
  currency: (value, digits) => `$${new Intl.NumberFormat("en", digits).format(value)}`,
};

/** Writes values as the query's axis says: unit, digits, text before and after. */
export function valueFormat(axis: Axis | undefined): (value: number) => string {
  const plain =
    !axis?.aggregationAxisFormat &&
    !axis?.aggregationAxisPrefix &&
    !axis?.aggregationAxisPostfix &&
    axis?.decimalPlaces === undefined;
  if (plain) return exactNumber;
  const unit = UNITS[axis?.aggregationAxisFormat ?? "numeric"] ?? UNITS.numeric;
  const digits =
    axis?.decimalPlaces === undefined
      ? { maximumFractionDigits: 2 }
      : { minimumFractionDigits: axis.decimalPlaces, maximumFractionDigits: axis.decimalPlaces };
  return (value) =>
    `${axis?.aggregationAxisPrefix ?? ""}${unit?.(value, digits) ?? String(value)}${axis?.aggregationAxisPostfix ?? ""}`;
}
