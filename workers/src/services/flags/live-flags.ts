import type { Executor } from "@edgewise/db/mysql/client.ts";
import {
  allFlags,
  type FlagRow,
  type FlagStamp,
  findFlags,
  flagStamps,
} from "@edgewise/db/mysql/repos/flags.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";

/** Characters of definitions that an isolate keeps; projects that were not asked for lately go first. */
const MOST = 20_000_000;
/** More unknown flags than these are read all at once. */
const FEW = 50;

/**
 * Flags that this isolate has read. Each write of a flag raises its version, so a flag of the same stamp need not be
 * read again: after a write to one of 500 flags one row is read instead of all.
 */
export class KnownFlags {
  readonly #projects = new Map<number, ReadonlyMap<number, FlagRow>>();
  readonly #sizes = new Map<number, number>();

  /** Every live flag of a project, as {@link allFlags}. A transaction (`keep` false) leaves nothing behind. */
  async read(tenant: ProjectTenant, db: Executor, keep: boolean): Promise<FlagRow[]> {
    const known = this.#projects.get(tenant.projectId) ?? new Map<number, FlagRow>();
    const stamps = known.size === 0 ? null : await flagStamps(tenant, db);
    const missing = stamps?.filter((stamp) => !isSame(known.get(stamp.id), stamp)).map(({ id }) => id);
    let rows: FlagRow[];
    if (stamps && missing && missing.length <= FEW) {
      const found = new Map((await findFlags(tenant, db, missing)).map((row) => [row.id, row]));
      // One that was deleted in between is found with its mark.
      rows = stamps.flatMap(({ id }) => found.get(id) ?? known.get(id) ?? []).filter((row) => !row.deleted);
    } else {
      rows = await allFlags(tenant, db);
    }
    if (keep) this.#keep(tenant.projectId, rows, known);
    return rows;
  }

  #keep(projectId: number, rows: readonly FlagRow[], before: ReadonlyMap<number, FlagRow>): void {
    const added = rows.filter((row) => before.get(row.id) !== row);
    const size = (this.#sizes.get(projectId) ?? 0) + added.reduce((sum, row) => sum + sizeOf(row), 0);
    this.#projects.delete(projectId);
    this.#projects.set(projectId, new Map(rows.map((row) => [row.id, row])));
    this.#sizes.set(projectId, size);
    let total = [...this.#sizes.values()].reduce((sum, one) => sum + one, 0);
    for (const id of this.#projects.keys()) {
      if (total <= MOST) break;
      total -= this.#sizes.get(id) ?? 0;
      this.#projects.delete(id);
      this.#sizes.delete(id);
    }
  }
}

const isSame = (row: FlagRow | undefined, stamp: FlagStamp): boolean =>
  row?.version === stamp.version && row.updatedAt.getTime() === stamp.updatedAt.getTime();

const sizeOf = ({ filters, environments }: FlagRow): number =>
  JSON.stringify(filters).length + JSON.stringify(environments).length;

const byIsolate = new WeakMap<object, KnownFlags>();

/** What this isolate knows. */
export function knownFlags({ env }: Pick<Deps, "env">): KnownFlags {
  const known = byIsolate.get(env) ?? new KnownFlags();
  byIsolate.set(env, known);
  return known;
}
