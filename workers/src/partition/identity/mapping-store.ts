import { personIdOf } from "@edgewise/core/events/identity.ts";
import type { PersonRef } from "./person-store.ts";

/** The person of a distinct ID. Version 0: never changed, hence the derived person of that very ID. */
export interface Mapping extends PersonRef {
  readonly version: number;
}

const CHUNK = 5000;
const keyOf = (environmentId: number, distinctId: string): string => `${environmentId}:${distinctId}`;

/** Distinct IDs of this partition, for one transaction. Only those that ever changed their person have a row. */
export class MappingStore {
  private readonly sql: SqlStorage;
  private readonly self: number;
  private readonly cache = new Map<string, Mapping>();

  constructor(sql: SqlStorage, self: number) {
    this.sql = sql;
    this.self = self;
  }

  /** Loads many by one statement. */
  load(ids: readonly { readonly environmentId: number; readonly distinctId: string }[]): void {
    const missing = new Map<string, (typeof ids)[number]>();
    for (const id of ids) {
      const key = keyOf(id.environmentId, id.distinctId);
      if (!this.cache.has(key)) missing.set(key, id);
    }
    const keys = Array.from(missing.keys());
    for (let at = 0; at < keys.length; at += CHUNK) {
      const query = `SELECT m.key, m.person_id, m.home, m.version
        FROM json_each(?) j CROSS JOIN mappings m ON m.key = j.value`;
      for (const row of this.sql.exec<{ key: string; person_id: string; home: number; version: number }>(
        query,
        JSON.stringify(keys.slice(at, at + CHUNK)),
      )) {
        this.cache.set(row.key, { id: row.person_id, home: row.home, version: row.version });
        missing.delete(row.key);
      }
    }
    for (const [key, { environmentId, distinctId }] of missing) {
      this.cache.set(key, { id: personIdOf(environmentId, distinctId), home: this.self, version: 0 });
    }
  }

  get(environmentId: number, distinctId: string): Mapping {
    const key = keyOf(environmentId, distinctId);
    if (!this.cache.has(key)) this.load([{ environmentId, distinctId }]);
    return this.cache.get(key)!;
  }

  set(environmentId: number, distinctId: string, mapping: Mapping): void {
    const key = keyOf(environmentId, distinctId);
    this.cache.set(key, mapping);
    this.sql.exec(
      "INSERT OR REPLACE INTO mappings VALUES (?, ?, ?, ?)",
      key,
      mapping.id,
      mapping.home,
      mapping.version,
    );
  }
}
