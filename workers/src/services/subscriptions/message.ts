import type { MailContent } from "@edgewise/core/notifications/blocks.ts";
import { plainBody, slackBody } from "@edgewise/core/notifications/chat.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { DeliveryRow } from "@edgewise/db/mysql/repos/subscription-deliveries.ts";
import type { SubscriptionRow } from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { Deps } from "../../deps.ts";
import { signToken } from "../../http/signed.ts";
import { queueMail, queueWebhook } from "../notifications/queue.ts";
import { requireMailQuota } from "../notifications/quota.ts";
import type { QueryTenant } from "../query/tenant.ts";
import type { Content } from "./content.ts";
import { addressesOf } from "./target.ts";

/** Purpose of the signed links that end a subscription for one address. */
export const UNSUBSCRIBE = "unsubscribe";

/** The outbox's keys of a delivery, by receiver. */
export function keysOf(
  delivery: Pick<DeliveryRow, "id" | "targetType" | "targetValue">,
): Map<string, string> {
  const receivers = delivery.targetType === "email" ? addressesOf(delivery.targetValue) : ["hook"];
  // Addresses may be longer than a key: their position tells them apart.
  return new Map(receivers.map((receiver, index) => [receiver, `subscription:${delivery.id}:${index}`]));
}

/** Writes a delivery's messages into the outbox. */
export async function queueDelivery(
  tx: Executor,
  tenant: QueryTenant,
  row: SubscriptionRow,
  delivery: DeliveryRow,
  content: Content,
  deps: Deps,
): Promise<void> {
  const { organizationId, projectId } = tenant;
  if (delivery.targetType === "email") await requireMailQuota(organizationId, "subscription", tx, deps);
  for (const [receiver, key] of keysOf(delivery)) {
    if (delivery.targetType === "email") {
      const mail = await mailFor(row, receiver, content, deps);
      await queueMail(tx, deps, { key, to: receiver, mail, organizationId, projectId });
    } else {
      const mail = mailOf(row, content);
      const body = bodyOf(delivery.targetType, mail, content);
      const url = delivery.targetValue;
      await queueWebhook(tx, deps, { key, url, subject: mail.subject, body, organizationId, projectId });
    }
  }
}

function mailOf(row: SubscriptionRow, content: Content): MailContent {
  const invite = row.inviteMessage ? [{ kind: "text", text: row.inviteMessage } as const] : [];
  return {
    subject: row.title ? `${row.title}: ${content.name}` : content.name,
    blocks: [
      { kind: "heading", text: content.name, url: content.url },
      ...invite,
      ...content.blocks,
      { kind: "button", label: "Open in Edgewise", url: content.url },
    ],
    footer: `A ${row.frequency} subscription to “${content.name}”.`,
  };
}

async function mailFor(
  row: SubscriptionRow,
  address: string,
  content: Content,
  deps: Deps,
): Promise<MailContent> {
  const { webUrl, edgeUrl, authSecret } = deps.config;
  const token = await signToken(UNSUBSCRIBE, { s: row.id, a: address }, authSecret);
  return {
    ...mailOf(row, content),
    unsubscribeUrl: `${webUrl}/unsubscribe/${token}`,
    oneClickUrl: `${edgeUrl}/api/unsubscribe/${token}/`,
  };
}

function bodyOf(type: string, mail: MailContent, content: Content): Record<string, unknown> {
  if (type === "slack") return slackBody(mail);
  if (type === "teams") return plainBody(mail);
  const tables = mail.blocks.filter((block) => block.kind === "table");
  return { ...plainBody(mail), type: "subscription", title: mail.subject, url: content.url, tables };
}
