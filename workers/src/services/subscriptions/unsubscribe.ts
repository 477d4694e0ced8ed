import { findAnySubscription, updateSubscription } from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { Deps } from "../../deps.ts";
import { notFound } from "../../http/errors.ts";
import { readToken } from "../../http/signed.ts";
import { recordActivity } from "../activity/record.ts";
import { tenantOf } from "../query/tenant-of.ts";
import { UNSUBSCRIBE } from "./message.ts";
import { addressesOf } from "./target.ts";

/** What a link from a mail stands for. */
export interface Leaving {
  readonly subscriptionId: number;
  readonly address: string;
}

/** Reads the link of a mail. Throws 404 for one that this installation did not sign. */
export async function readLeaving(token: string, deps: Deps): Promise<Leaving> {
  const found = (await readToken(UNSUBSCRIBE, token, deps.config.authSecret)) as {
    s?: number;
    a?: string;
  } | null;
  if (typeof found?.s !== "number" || typeof found.a !== "string") throw notFound();
  return { subscriptionId: found.s, address: found.a };
}

/** Whether the address still gets it. */
export async function isSubscribed({ subscriptionId, address }: Leaving, deps: Deps): Promise<boolean> {
  const row = await findAnySubscription(deps.db, subscriptionId);
  return !!row && !row.deleted && row.enabled && addressesOf(row.targetValue).includes(address);
}

/** Takes an address off; with its last one the subscription ends. Doing it again changes nothing. */
export async function unsubscribe({ subscriptionId, address }: Leaving, deps: Deps): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const row = await findAnySubscription(tx, subscriptionId, { lock: true });
    const left = addressesOf(row?.targetValue ?? "").filter((other) => other !== address);
    if (row?.targetType !== "email" || left.length === addressesOf(row.targetValue).length) return;
    const tenant = await tenantOf(row.environmentId, deps);
    const change =
      left.length > 0
        ? { targetValue: left.join(",") }
        : { deleted: true, enabled: false, nextDeliveryAt: null };
    await updateSubscription(tx, row.id, { ...change, updatedAt: deps.now() });
    const { organizationId = "", projectId = row.projectId } = tenant ?? {};
    const entry = { scope: "Subscription", itemId: row.id, activity: "unsubscribed", name: address };
    await recordActivity({ organizationId, projectId, userId: null }, tx, deps, entry);
  });
}
