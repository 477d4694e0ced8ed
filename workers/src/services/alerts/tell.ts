import type { MailContent } from "@edgewise/core/notifications/blocks.ts";
import { plainBody, slackBody } from "@edgewise/core/notifications/chat.ts";
import { number } from "@edgewise/core/subscriptions/format.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { AlertRow } from "@edgewise/db/mysql/repos/alerts.ts";
import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import type { AlertDestination } from "@edgewise/db/mysql/schema/alerts.ts";
import type { Deps } from "../../deps.ts";
import { queueMail, queueWebhook } from "../notifications/queue.ts";
import type { QueryTenant } from "../query/tenant.ts";

const WORDS = {
  firing: { subject: "Alert", lead: "broke what was set for it." },
  errored: { subject: "Alert can't be checked", lead: "could not be checked." },
  resolved: { subject: "Back to normal", lead: "is within what was set for it again." },
} as const;

/** What an alert has to say, and the occasion that it says it for. */
export interface Message {
  readonly kind: keyof typeof WORDS;
  readonly texts: readonly string[];
  readonly value: number | null;
  readonly dueAt: Date;
}

/** Writes an alert's messages into the outbox, one a receiver and occasion. Returns who is told. */
export async function tellOf(
  tx: Executor,
  tenant: QueryTenant,
  row: AlertRow,
  insight: InsightRow | null,
  message: Message,
  deps: Deps,
): Promise<string[]> {
  const mail = mailOf(tenant, row, insight, message, deps);
  const { organizationId, projectId } = tenant;
  const occasion = `alert:${row.id}:${message.dueAt.getTime()}`;
  const told: string[] = [];
  const users = await findUsers(row.subscribedUsers, tx);
  for (const user of users.values()) {
    // Who has left since must not read the project's numbers.
    if (!(await findMembership(tenant, tx, user.id))) continue;
    const key = `${occasion}:${user.id}`;
    await queueMail(tx, deps, { key, to: user.email, mail, organizationId, projectId });
    told.push(user.email);
  }
  for (const destination of row.destinations) {
    const key = `${occasion}:${destination.id}`;
    const body = bodyOf(destination, mail, row, message);
    const { url } = destination;
    await queueWebhook(tx, deps, { key, url, subject: mail.subject, body, organizationId, projectId });
    told.push(new URL(url).host);
  }
  return told;
}

function mailOf(
  tenant: QueryTenant,
  row: AlertRow,
  insight: InsightRow | null,
  { kind, texts, value }: Message,
  deps: Deps,
): MailContent {
  const place = `${deps.config.webUrl}/project/${tenant.environmentId}`;
  const title = insight?.name || insight?.derivedName || "an insight";
  const name = row.name || title;
  const url = insight ? `${place}/insights/${insight.shortId}` : `${place}/alerts`;
  const { subject, lead: what } = WORDS[kind];
  const now = kind === "resolved" && value !== null ? ` It is ${number(value)} now.` : "";
  const lead = `“${title}” ${what}${now}`;
  return {
    subject: `${subject}: ${name}`,
    preview: texts[0] ?? lead,
    blocks: [
      { kind: "heading", text: name, url },
      { kind: "text", text: lead },
      ...texts.slice(0, 20).map((text) => ({ kind: "text", text }) as const),
      { kind: "button", label: "Open the insight", url },
      {
        kind: "small",
        text: "You are told once when it begins, and once when it is over.",
        link: { label: "Change or snooze this alert", url: `${place}/alerts?alert=${row.id}` },
      },
    ],
    footer: `You are subscribed to this alert in the project “${tenant.project.name}”.`,
  };
}

function bodyOf(
  { type }: AlertDestination,
  mail: MailContent,
  row: AlertRow,
  { kind, texts, value }: Message,
): Record<string, unknown> {
  if (type === "slack") return slackBody(mail);
  if (type !== "webhook") return plainBody(mail);
  const { id, name, insightId } = row;
  return {
    ...plainBody(mail),
    type: `alert_${kind}`,
    alert: { id, name, insight: insightId },
    value,
    breaches: texts,
  };
}
