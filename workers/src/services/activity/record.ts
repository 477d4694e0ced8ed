import type { Executor } from "@edgewise/db/mysql/client.ts";
import { insertActivity } from "@edgewise/db/mysql/repos/activity.ts";
import type { ActivityChange, ActivityTrigger } from "@edgewise/db/mysql/schema/activity.ts";
import type { Deps } from "../../deps.ts";

/** Who writes, for whom: what an audit entry says about its author. */
export interface Actor {
  readonly organizationId: string;
  readonly projectId: number | null;
  readonly userId: string | null;
}

export interface Entry {
  readonly scope: string;
  readonly itemId: string | number;
  readonly activity: "created" | "updated" | "deleted" | string;
  readonly name?: string | null;
  readonly changes?: readonly ActivityChange[];
  /** What did it by itself, when nobody did. */
  readonly trigger?: ActivityTrigger;
}

/** Writes an audit entry in the write's own transaction: the only place that does. */
export async function recordActivity(actor: Actor, db: Executor, deps: Deps, entry: Entry): Promise<void> {
  if (deps.audited) deps.audited.entries++;
  await insertActivity(db, {
    id: deps.newId(),
    organizationId: actor.organizationId,
    projectId: actor.projectId,
    userId: actor.userId,
    scope: entry.scope,
    itemId: String(entry.itemId),
    activity: entry.activity,
    detail: {
      name: entry.name ?? null,
      changes: entry.changes ?? null,
      trigger: entry.trigger ?? null,
      ...viaOf(deps),
    },
    address: deps.caller?.address ?? null,
    client: deps.caller?.client ?? null,
    createdAt: deps.now(),
  });
}

/** How the author had come in: by a session or a key; nothing for jobs. */
const viaOf = ({ caller }: Deps): { readonly via?: string } => (caller?.via ? { via: caller.via } : {});

/** What differs between two states, field by field (top level), as audit entries show it. */
export function changesBetween(
  type: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): ActivityChange[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({
      type,
      action: before[field] == null ? "created" : after[field] == null ? "deleted" : "changed",
      field,
      before: before[field] ?? null,
      after: after[field] ?? null,
    }));
}
