import {
  changeNotification,
  dueNotifications,
  type NotificationRow,
} from "@edgewise/db/mysql/repos/notifications.ts";
import type { Deps } from "../../deps.ts";
import type { Sent } from "../../ports/sender.ts";

const PER_RUN = 200;
const AT_ONCE = 10;
/** A sender that has not reported by then was cut off. */
const LEASE_MS = 120_000;
/** Pauses between attempts; together shorter than a provider remembers a key (24 hours). */
const PAUSES_MINUTES = [1, 5, 15, 60, 180, 360] as const;
const CUT_OFF = "The sender was cut off; it is not sent again, since the receiver could not tell a repeat.";

export interface Delivered {
  sent: number;
  waiting: number;
  failed: number;
}

/** Sends what is due in the outbox. Runs side by side share the messages; each goes out once. */
export async function deliverDue(deps: Deps): Promise<Delivered> {
  const done: Delivered = { sent: 0, waiting: 0, failed: 0 };
  const rows = await dueNotifications(deps.db, deps.now(), PER_RUN);
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const states = await Promise.all(rows.slice(start, start + AT_ONCE).map((row) => deliver(row, deps)));
    for (const state of states) if (state !== null) done[state] += 1;
  }
  return done;
}

/** Sends behind the answer what was just queued; what doesn't get out is left to the job. */
export function deliverSoon(background: Pick<ExecutionContext, "waitUntil">, deps: Deps): void {
  background.waitUntil(
    deliverDue(deps).catch((error: unknown) => {
      console.error(JSON.stringify({ job: "deliver-notifications", error: String(error) }));
    }),
  );
}

/** Null: somebody else had it. */
async function deliver(row: NotificationRow, deps: Deps): Promise<keyof Delivered | null> {
  const sender = row.channel === "mail" ? deps.mailer : deps.webhooks;
  const repeats = sender.recognisesRepeats(row.target);
  if (row.state === "sending" && !repeats) {
    const ended = await changeNotification(row, deps.db, { state: "uncertain", error: CUT_OFF });
    return ended ? "failed" : null;
  }
  const attempts = row.attempts + 1;
  const claimed = { id: row.id, state: "sending", dueAt: new Date(deps.now().getTime() + LEASE_MS) } as const;
  const { state, dueAt } = claimed;
  if (!(await changeNotification(row, deps.db, { state, dueAt, attempts }))) return null;
  const outcome = await sender.send({
    key: row.key,
    target: row.target,
    subject: row.subject,
    content: row.content,
  });
  const change = changeAfter(outcome, attempts, repeats, deps.now());
  await changeNotification(claimed, deps.db, change);
  if (change.state === "sent" || change.state === "waiting") return change.state;
  return "failed";
}

/** What an attempt's outcome makes of its message. */
export function changeAfter(
  outcome: Sent,
  attempts: number,
  recognisesRepeats: boolean,
  now: Date,
): { state: NotificationRow["state"]; sentAt?: Date; dueAt?: Date; error: string | null } {
  if (outcome.ok) return { state: "sent", sentAt: now, error: null };
  const { error } = outcome;
  if (outcome.uncertain && !recognisesRepeats) return { state: "uncertain", error };
  const pause = PAUSES_MINUTES[attempts - 1];
  if (!outcome.retry || pause === undefined) return { state: "failed", error };
  return { state: "waiting", dueAt: new Date(now.getTime() + pause * 60_000), error };
}
