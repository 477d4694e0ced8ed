import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import { notFound } from "../../http/errors.ts";
import type { ApiContext } from "../../http/types.ts";

/**
 * Whose mails the asker may read: null = everybody's. The mailbox exists only where no mail provider is configured but
 * the mailbox itself. At a loopback address it is open, since it holds the links that let people in; anywhere else
 * people read what was sent to them.
 */
export async function mailboxReader(c: ApiContext): Promise<string | null> {
  const { config, auth, db } = c.get("deps");
  if (config.mail.provider !== "mailbox") throw notFound();
  if (isLoopback(new URL(config.edgeUrl).hostname) && hostsAsked(c).every(isLoopback)) return null;
  const session = c.req.header("cookie") ? await auth.sessionOf(c.req.raw.headers) : null;
  const user = session === null ? null : await findUser(session.userId, db);
  if (!user) throw notFound();
  return user.email;
}

/** A foreign name that leads to this machine (DNS rebinding) must not open the mailbox to its page. */
function hostsAsked(c: ApiContext): string[] {
  const forwarded = c.req.header("x-forwarded-host");
  const hosts = [new URL(c.req.url).host, ...(forwarded ? forwarded.split(",") : [])];
  return hosts.map((host) => URL.parse(`http://${host.trim()}`)?.hostname ?? "");
}

const isLoopback = (host: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(host);
