import type { GuardResult } from "./look.ts";
import type { Unit } from "./schema.ts";

/** A value of a guard-rail as people read it; nothing is an en dash. */
export function figure(value: number | null, unit: Unit = "number"): string {
  if (value === null) return "–";
  if (unit === "share") return `${digits(100 * value)} %`;
  return unit === "milliseconds" ? `${digits(value)} ms` : digits(value);
}

/** Four digits are enough to read. */
function digits(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0001) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

/** A difference of two values; of two shares in points. */
export function difference(value: number, unit: Unit): string {
  const text = unit === "share" ? `${digits(100 * value)} points` : figure(value, unit);
  return value > 0 ? `+${text}` : text;
}

function percent(share: number): string {
  const value = 100 * share;
  const text = `${Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))} %`;
  return value > 0 ? `+${text}` : text;
}

/** A guard-rail's figures as people read them; the change relative where that can be said, with its interval. */
export function figuresInWords(guard: GuardResult): { off: string; on: string; change: string } {
  const { off, on, lift, relative_interval: relative, interval, estimate, unit } = guard;
  const change =
    lift !== null && relative !== null
      ? `${percent(lift)} (${percent(relative[0])} to ${percent(relative[1])})`
      : estimate !== null && interval !== null
        ? `${difference(estimate, unit)} (${difference(interval[0], unit)} to ${difference(interval[1], unit)})`
        : "–";
  return { off: figure(off, unit), on: figure(on, unit), change };
}

/** Why a release was rolled back, in a sentence. */
export function harmInWords(guards: readonly GuardResult[]): string {
  const harmed = guards.filter(({ status }) => status === "harmed");
  return harmed
    .map((guard) => {
      const { off, on, change } = figuresInWords(guard);
      const units = `${guard.units.on} people with and ${guard.units.off} without`;
      return `"${guard.name}" is ${on} with the flag and ${off} without it: ${change}, ${units}.`;
    })
    .join(" ");
}
