import { index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/** What is sent: a mail, or the JSON body of a web hook. */
export type NotificationContent =
  | { readonly html: string; readonly text: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly body: Readonly<Record<string, unknown>> };

/** `uncertain`: the sender was cut off and the receiver could not recognise a repeat, so it is not sent again. */
export type NotificationState = "waiting" | "sending" | "sent" | "failed" | "uncertain";

/** Outbox of everything that leaves the product for people; on one machine its mails are the mailbox. */
export const notifications = mysqlTable(
  "notifications",
  {
    id: uuid("id").primaryKey(),
    /** What the message is about, once: a second message with the key is not written. */
    key: bytes("dedupe_key", { length: 191 }).notNull(),
    organizationId: uuid("organization_id"),
    projectId: int("project_id"),
    channel: bytes("channel", { length: 16 }).$type<"mail" | "webhook">().notNull(),
    /** Address or URL. */
    target: longText("target").notNull(),
    subject: label("subject", { length: 400 }).notNull(),
    content: json<NotificationContent>("content").notNull(),
    state: bytes("state", { length: 16 }).$type<NotificationState>().notNull(),
    attempts: int("attempts").notNull(),
    /** Waiting: not before. Sending: until then it belongs to its sender. */
    dueAt: time("due_at").notNull(),
    error: longText("error"),
    createdAt: time("created_at").notNull(),
    sentAt: time("sent_at"),
  },
  (t) => [
    uniqueIndex("notifications_key").on(t.key),
    index("notifications_due").on(t.state, t.dueAt),
    index("notifications_channel").on(t.channel, t.createdAt),
    index("notifications_created").on(t.createdAt),
  ],
);
