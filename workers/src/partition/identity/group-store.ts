import { applyPersonUpdate } from "@edgewise/core/events/apply-person-update.ts";
import { clickhouseTime } from "@edgewise/core/events/row.ts";
import type { JsonObject, PersonUpdate } from "@edgewise/core/events/types.ts";

interface Group {
  readonly environmentId: number;
  readonly index: number;
  readonly key: string;
  properties: JsonObject;
  readonly createdAt: number;
  version: number;
}

const storageKey = (environmentId: number, index: number, key: string): string =>
  `${environmentId}:${index}:${key}`;

/** The ID under which a group is assigned to a partition. */
export function groupDistinctId(index: number, key: string): string {
  return `$group:${index}:${key}`;
}

/** Groups of one transaction. */
export class GroupStore {
  private readonly sql: SqlStorage;
  private readonly loaded = new Map<string, Group | null>();
  private readonly dirty = new Map<string, Group>();

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  private get(environmentId: number, index: number, key: string): Group | null {
    const id = storageKey(environmentId, index, key);
    const known = this.loaded.get(id);
    if (known !== undefined) return known;
    const row = this.sql
      .exec<{ properties: string; created_at: number; version: number }>(
        "SELECT properties, created_at, version FROM groups WHERE key = ?",
        id,
      )
      .next();
    const group = row.done
      ? null
      : {
          environmentId,
          index,
          key,
          properties: JSON.parse(row.value.properties) as JsonObject,
          createdAt: row.value.created_at,
          version: row.value.version,
        };
    this.loaded.set(id, group);
    return group;
  }

  properties(environmentId: number, index: number, key: string): JsonObject {
    return this.get(environmentId, index, key)?.properties ?? {};
  }

  /** Null when there is none. */
  view(environmentId: number, index: number, key: string): Pick<Group, "properties" | "createdAt"> | null {
    const group = this.get(environmentId, index, key);
    return group && { properties: group.properties, createdAt: group.createdAt };
  }

  /** Creates or updates a group. */
  apply(environmentId: number, index: number, key: string, update: PersonUpdate, at: number): void {
    const known = this.get(environmentId, index, key);
    const group = known ?? { environmentId, index, key, properties: {}, createdAt: at, version: 0 };
    const properties = applyPersonUpdate(group.properties, update);
    if (known && properties === known.properties) return;
    group.properties = properties;
    group.version += 1;
    const id = storageKey(environmentId, index, key);
    this.loaded.set(id, group);
    this.dirty.set(id, group);
  }

  /** Writes what changed and returns its warehouse rows (without `updated_at`). */
  write(): JsonObject[] {
    const rows: JsonObject[] = [];
    for (const [id, group] of this.dirty) {
      const properties = JSON.stringify(group.properties);
      this.sql.exec(
        "INSERT OR REPLACE INTO groups VALUES (?, ?, ?, ?)",
        id,
        properties,
        group.createdAt,
        group.version,
      );
      rows.push({
        environment_id: group.environmentId,
        group_type_index: group.index,
        group_key: group.key,
        properties,
        created_at: clickhouseTime(group.createdAt),
        is_deleted: 0,
        version: group.version,
      });
    }
    this.dirty.clear();
    return rows;
  }
}
