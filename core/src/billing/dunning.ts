/** Days after the first failed attempt on which it is tried again. */
export const RETRY_DAYS = [1, 3, 5, 7, 10] as const;
/** Days after the first failed attempt for which nothing changes; then the free units are the limit. */
export const GRACE_DAYS = 14;

const DAY_MS = 86_400_000;

/** What a subscription and its open invoices come to. */
export type PaymentStatus = "" | "active" | "past_due" | "unpaid" | "canceled";

/** When an invoice that failed first at `failedAt` is tried again; null = not by itself any more. ms since the epoch. */
export function nextAttempt(failedAt: number, now: number): number | null {
  return RETRY_DAYS.map((days) => failedAt + days * DAY_MS).find((at) => at > now) ?? null;
}

/** When an organisation goes into counting mode. */
export function graceEnds(failedAt: number): number {
  return failedAt + GRACE_DAYS * DAY_MS;
}

export interface StandingInput {
  /** The provider's word for the subscription; null = there is none. */
  readonly subscription: string | null;
  /** When it ends by the customer's wish; null = it goes on. */
  readonly cancelAt: number | null;
  /** First failed attempt of the oldest invoice that is still to be paid; null = nothing is owed. */
  readonly failedAt: number | null;
  readonly now: number;
}

const LIVE = new Set(["active", "trialing", "past_due", "unpaid"]);

/** How an organisation stands, from what is known now and not from the order in which it was heard. */
export function standing({ subscription, cancelAt, failedAt, now }: StandingInput): PaymentStatus {
  if (subscription === null) return "";
  const ended = !LIVE.has(subscription) || (cancelAt !== null && cancelAt <= now);
  if (ended) return "canceled";
  if (failedAt === null) return "active";
  return now >= graceEnds(failedAt) ? "unpaid" : "past_due";
}

/** Whether limits are those of somebody who pays: until the grace is over. */
export function pays(status: PaymentStatus): boolean {
  return status === "active" || status === "past_due";
}
