import type { BillingAlert } from "./types.ts";

/** What an alert says, in a line. */
export function alertText({ subject, detail }: Pick<BillingAlert, "subject" | "detail">): string {
  return typeof detail.text === "string" ? detail.text : subject;
}
