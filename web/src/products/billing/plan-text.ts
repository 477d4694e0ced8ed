import { formatUsd } from "@edgewise/core/billing/money.ts";
import type { Plan, PlanChoice } from "./plan-api.ts";

const CENT = 10_000;

export const cents = (amount: number): string => formatUsd(amount * CENT);

/** `Nov 30, 2026`, as UTC days are billed. */
export function utcDay(iso: string): string {
  return new Date(iso).toLocaleDateString("en-US", { dateStyle: "medium", timeZone: "UTC" });
}

/** What a plan costs itself, in words. */
export function priceText({ key, monthly_micros }: PlanChoice): string {
  if (key === "free") return "$0";
  return monthly_micros > 0 ? `${formatUsd(monthly_micros)} a month and use` : "only what you use";
}

interface Notice {
  readonly tone: "warn" | "danger" | "info";
  readonly title: string;
  readonly text: string;
}

/** What somebody must know about the plan on every page of it; null = nothing. */
export function planNotice(plan: Plan): Notice | null {
  const { status, owed_cents, grace_ends_at, next_attempt_at, cancel_at } = plan;
  if (status === "unpaid")
    return {
      tone: "danger",
      title: `${cents(owed_cents)} have not been paid: beyond the free units events are only counted.`,
      text: "Nothing is lost. One person in ten is kept whole, the other events wait in storage for 30 days and can be restored once it is paid.",
    };
  if (status === "past_due") {
    const again = next_attempt_at ? ` The card is tried again on ${utcDay(next_attempt_at)}.` : "";
    const until = grace_ends_at ? ` Nothing changes until ${utcDay(grace_ends_at)}.` : "";
    return {
      tone: "warn",
      title: `${cents(owed_cents)} could not be collected.`,
      text: `Pay with another card, or mend the one on file.${again}${until}`,
    };
  }
  if (cancel_at !== null)
    return {
      tone: "info",
      title: `The plan ends on ${utcDay(cancel_at)}.`,
      text: "Then the free units are the limit. What was used until then is on one last invoice.",
    };
  return null;
}
