import { dataVersionQuery, versionedTables } from "@edgewise/core/sql/data-version.ts";
import type { Warehouse } from "../../ports/warehouse.ts";
import { TenantCache } from "./tenant-cache.ts";

/** How long a state is believed: no answer from the cache is older than this behind what can be queried. */
const BELIEVED_MS = 1000;
const MAX_SECONDS = 10;

/** The states of tenants' tables as an isolate saw them last. */
export class DataVersions {
  readonly #known = new Map<string, TenantCache<string>>();

  /**
   * A text that changes with the rows that the printed query can read; undefined when that can't be told. To be asked
   * before the query runs, so that an answer never claims rows it hasn't seen.
   */
  async of(
    warehouse: Warehouse,
    environmentId: number,
    printed: string,
    now: number,
  ): Promise<string | undefined> {
    const tables = versionedTables(printed);
    if (!tables) return undefined;
    const missing = tables.filter((table) => this.#of(table).get(environmentId, now) === undefined);
    if (missing.length > 0) {
      const result = await warehouse.query(dataVersionQuery(environmentId, missing), {
        maxExecutionSeconds: MAX_SECONDS,
      });
      if (!result.ok) return undefined;
      for (const [name, version] of result.value.rows) {
        this.#of(String(name)).set(environmentId, String(version), now + BELIEVED_MS);
      }
    }
    return tables.map((table) => `${table}${this.#of(table).get(environmentId, now) ?? ""}`).join();
  }

  #of(table: string): TenantCache<string> {
    const known = this.#known.get(table) ?? new TenantCache<string>();
    this.#known.set(table, known);
    return known;
  }
}
