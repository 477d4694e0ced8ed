import type { Lane } from "@edgewise/core/events/types.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import type { AccountingRow } from "../../partition/accounting.ts";
import { partitions } from "../persons/partitions.ts";

export type Account = Omit<AccountingRow, "lane"> & { readonly product: Lane };

/** What became of every event received from `from` to `to` (UTC days), per product and day, over all partitions. */
export async function readAccounts(
  access: ProjectAccess,
  from: string,
  to: string,
  deps: Deps,
): Promise<Account[]> {
  const parts = await Promise.all(
    partitions(deps).map((partition) => partition.accounting(access.environmentId, from, to)),
  );
  return sumAccounts(parts.flat());
}

const COUNTS = ["received", "stored", "duplicate", "quarantined", "over_limit", "bot"] as const;

/** One row per product and day. */
export function sumAccounts(rows: readonly AccountingRow[]): Account[] {
  const sums = new Map<string, Account>();
  for (const { lane, ...row } of rows) {
    const key = `${row.day} ${lane}`;
    const known = sums.get(key);
    sums.set(key, known ? add(known, row) : { ...row, product: lane });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, account]) => account);
}

function add(account: Account, row: Omit<AccountingRow, "lane">): Account {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, account[name] + row[name]]));
  const rejected = { ...account.rejected };
  for (const [reason, count] of Object.entries(row.rejected))
    rejected[reason] = (rejected[reason] ?? 0) + count;
  return { ...account, ...counts, rejected };
}
