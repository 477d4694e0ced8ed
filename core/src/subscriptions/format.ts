const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** `1,234.5`: at most two decimals. */
export const number = (value: number): string => (Number.isFinite(value) ? whole.format(value) : "–");

/** `+12.5%` against the value before; `–` when there is nothing to compare with. */
export function change(value: number, before: number | undefined): string {
  if (before === undefined || !Number.isFinite(before)) return "–";
  if (value === before) return "0%";
  if (before === 0) return "new";
  const share = ((value - before) / Math.abs(before)) * 100;
  return `${share > 0 ? "+" : "−"}${Math.abs(share).toFixed(1)}%`;
}

/** `12.3%`; `–` of nothing. */
export const percent = (part: number, of: number): string =>
  of === 0 ? "–" : `${((part / of) * 100).toFixed(1)}%`;
