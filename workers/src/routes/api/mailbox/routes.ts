import { findMail, listMails, type NotificationRow } from "@edgewise/db/mysql/repos/notifications.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { mailboxReader } from "../../../services/notifications/mailbox.ts";

const tag = "mailbox";

const mailItem = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  state: z.enum(["waiting", "sending", "sent", "failed", "uncertain"]),
  created_at: z.string(),
});
const mail = mailItem.extend({ html: z.string(), text: z.string() });

const presentItem = (row: NotificationRow): z.infer<typeof mailItem> => ({
  id: row.id,
  to: row.target,
  subject: row.subject,
  state: row.state,
  created_at: isoMicros(row.createdAt),
});

/** The mailbox of one machine; elsewhere these answer 404. Their door is `mailboxReader`. */
export const MAILBOX_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/mailbox/"],
    access: { kind: "public" },
    summary: "Mails that this machine would have sent, newest first; only without a mail provider",
    tag,
    query: pageQuery,
    response: pageSchema(mailItem),
    async handler({ c, deps, query }) {
      const { total, rows } = await listMails(deps.db, await mailboxReader(c), query);
      return pageOf(c, query, total, rows.map(presentItem));
    },
  }),
  route({
    method: "get",
    paths: ["/api/mailbox/:mail/"],
    access: { kind: "public" },
    summary: "One mail of the mailbox with its HTML and text",
    tag,
    response: mail,
    async handler({ c, deps, param }) {
      const row = await findMail(deps.db, await mailboxReader(c), param("mail"));
      if (!row || !("html" in row.content)) throw notFound();
      return { ...presentItem(row), html: row.content.html, text: row.content.text };
    },
  }),
];
