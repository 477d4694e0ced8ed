import type { MailContent } from "@edgewise/core/notifications/blocks.ts";
import { headerText } from "@edgewise/core/notifications/escape.ts";
import { renderHtml } from "@edgewise/core/notifications/render-html.ts";
import { renderText } from "@edgewise/core/notifications/render-text.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { insertNotification } from "@edgewise/db/mysql/repos/notifications.ts";
import type { NotificationContent } from "@edgewise/db/mysql/schema/notifications.ts";
import type { Deps } from "../../deps.ts";

interface Order {
  /** What it is about, once and for all (at most 191 characters): the same key is never sent twice. */
  readonly key: string;
  readonly organizationId?: string | null;
  readonly projectId?: number | null;
}

export interface MailOrder extends Order {
  readonly to: string;
  readonly mail: MailContent;
}

export interface WebhookOrder extends Order {
  readonly url: string;
  /** For lists and logs; not sent. */
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes a mail into the outbox, best in the transaction of what it tells of. False: one with its key is there. */
export async function queueMail(db: Executor, deps: Deps, order: MailOrder): Promise<boolean> {
  const { mail } = order;
  const headers = mail.oneClickUrl && {
    "List-Unsubscribe": `<${mail.oneClickUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
  const content = { html: renderHtml(mail), text: renderText(mail), ...(headers ? { headers } : {}) };
  return await queue(db, deps, order, "mail", order.to, mail.subject, content);
}

/** Writes a web hook's call into the outbox; its URL is checked when it is called. */
export async function queueWebhook(db: Executor, deps: Deps, order: WebhookOrder): Promise<boolean> {
  return await queue(db, deps, order, "webhook", order.url, order.subject, { body: order.body });
}

async function queue(
  db: Executor,
  deps: Deps,
  order: Order,
  channel: "mail" | "webhook",
  target: string,
  subject: string,
  content: NotificationContent,
): Promise<boolean> {
  const now = deps.now();
  return await insertNotification(db, {
    id: deps.newId(),
    key: order.key,
    organizationId: order.organizationId ?? null,
    projectId: order.projectId ?? null,
    channel,
    target,
    subject: headerText(subject).slice(0, 400),
    content,
    state: "waiting",
    attempts: 0,
    dueAt: now,
    error: null,
    createdAt: now,
    sentAt: null,
  });
}
