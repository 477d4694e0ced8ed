import { findUserByNumber } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";

/** The id of a user whom a list filter names by number or uuid; null = nobody. */
export async function findAuthor(given: string, deps: Deps): Promise<string | null> {
  if (!/^\d+$/.test(given)) return given;
  return (await findUserByNumber(Number(given), deps.db))?.id ?? null;
}
