import { eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { rateLimit } from "../schema/index.ts";

/** Counts an attempt under `key` within a window that begins with its first; returns how many there were. */
export async function countAttempt(
  db: Executor,
  attempt: { readonly id: string; readonly key: string; readonly windowMs: number; readonly now: Date },
): Promise<number> {
  const { id, key, windowMs } = attempt;
  const now = attempt.now.getTime();
  const over = sql`${rateLimit.lastRequest} <= ${now - windowMs}`;
  // MySQL assigns from left to right: the count must come before the time it reads.
  await db.execute(sql`
    insert into ${rateLimit} (id, \`key\`, count, last_request) values (${id}, ${key}, 1, ${now})
    on duplicate key update
      count = if(${over}, 1, count + 1), last_request = if(${over}, ${now}, last_request)`);
  const [row] = await db.select({ count: rateLimit.count }).from(rateLimit).where(eq(rateLimit.key, key));
  return row?.count ?? 1;
}
