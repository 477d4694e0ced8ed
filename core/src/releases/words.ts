import type { GuardResult } from "./look.ts";

/** Four digits are enough to read; nothing is an en dash. */
export function figure(value: number | null): string {
  if (value === null) return "–";
  if (value !== 0 && Math.abs(value) < 0.0001) return value.toExponential(1);
  return String(Number(value.toPrecision(4)));
}

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);
const percent = (share: number): string => {
  const value = 100 * share;
  return signed(value, `${Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))} %`);
};

/** A guard-rail's figures as people read them; the change relative where that can be said, with its interval. */
export function figuresInWords(guard: GuardResult): { off: string; on: string; change: string } {
  const { off, on, lift, relative_interval: relative, interval, estimate } = guard;
  const change =
    lift !== null && relative !== null
      ? `${percent(lift)} (${percent(relative[0])} to ${percent(relative[1])})`
      : estimate !== null && interval !== null
        ? `${signed(estimate, figure(estimate))} (${figure(interval[0])} to ${figure(interval[1])})`
        : "–";
  return { off: figure(off), on: figure(on), change };
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
