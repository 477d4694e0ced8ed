import type { MergeRecord, PersonState } from "@edgewise/core/events/merge.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { HotPersons } from "./hot-persons.ts";

/** Where a person lives: its partition is that of its first distinct ID. */
export interface PersonRef {
  readonly id: string;
  readonly home: number;
}

export interface Person {
  readonly id: string;
  readonly environmentId: number;
  /** The distinct ID the person's own ID derives from. */
  readonly distinctId: string;
  properties: JsonObject;
  isIdentified: boolean;
  createdAt: number;
  version: number;
  /** `merged`: everything meant for it goes to `mergedInto`. `deleted`: comes back with the next person event. */
  status: "live" | "merged" | "deleted";
  mergedInto: PersonRef | null;
  /** Made by this merge, whose other side has not answered yet: does not count as existing for it. */
  pending: string | null;
}

type PersonRow = {
  id: string;
  environment_id: number;
  distinct_id: string;
  is_identified: number;
  created_at: number;
  version: number;
  status: Person["status"];
  merged_into: string | null;
  merged_home: number | null;
  pending: string | null;
};

/** The person without its properties until someone asks for them: most events only ask whether it exists. */
class StoredPerson implements Person {
  readonly id: string;
  readonly environmentId: number;
  readonly distinctId: string;
  isIdentified: boolean;
  createdAt: number;
  version: number;
  status: Person["status"];
  mergedInto: PersonRef | null;
  pending: string | null;
  private readonly sql: SqlStorage;
  private loaded: JsonObject | undefined;

  constructor(sql: SqlStorage, row: PersonRow) {
    this.sql = sql;
    this.id = row.id;
    this.environmentId = row.environment_id;
    this.distinctId = row.distinct_id;
    this.isIdentified = row.is_identified === 1;
    this.createdAt = row.created_at;
    this.version = row.version;
    this.status = row.status;
    this.mergedInto = row.merged_into === null ? null : { id: row.merged_into, home: row.merged_home ?? 0 };
    this.pending = row.pending;
  }

  get properties(): JsonObject {
    this.loaded ??= JSON.parse(
      this.sql.exec<{ properties: string }>("SELECT properties FROM persons WHERE id = ?", this.id).one()
        .properties,
    ) as JsonObject;
    return this.loaded;
  }

  set properties(value: JsonObject) {
    this.loaded = value;
  }
}

const COLUMNS = [
  "id",
  "environment_id",
  "distinct_id",
  "is_identified",
  "created_at",
  "version",
  "status",
  "merged_into",
  "merged_home",
  "pending",
].map((column) => `p.${column}`);
const CHUNK = 2000;

/** Persons of one transaction: loaded in bulk, changed in memory, written once. */
export class PersonStore {
  private readonly sql: SqlStorage;
  private readonly loaded = new Map<string, Person | null>();
  private readonly dirty = new Set<Person>();
  private readonly hot: HotPersons;

  constructor(sql: SqlStorage, hot: HotPersons) {
    this.sql = sql;
    this.hot = hot;
  }

  /** Loads many by one statement. */
  load(ids: Iterable<string>): void {
    const missing = Array.from(new Set(ids)).filter((id) => !this.loaded.has(id));
    for (let at = 0; at < missing.length; at += CHUNK) {
      const part = missing.slice(at, at + CHUNK);
      for (const id of part) this.loaded.set(id, null);
      const query = `SELECT ${COLUMNS.join(", ")} FROM json_each(?) j CROSS JOIN persons p ON p.id = j.value`;
      for (const row of this.sql.exec<PersonRow>(query, JSON.stringify(part))) {
        this.loaded.set(row.id, new StoredPerson(this.sql, row));
      }
    }
  }

  /** The row, tombstones included; null when there never was one. */
  get(id: string): Person | null {
    if (!this.loaded.has(id)) this.load([id]);
    return this.loaded.get(id) ?? null;
  }

  /** The person if it lives. */
  live(id: string): Person | null {
    const person = this.get(id);
    return person?.status === "live" ? person : null;
  }

  /** Registers a changed or new person for the write at the end. */
  put(person: Person): void {
    this.hot.forgetPerson(person.id);
    this.loaded.set(person.id, person);
    this.dirty.add(person);
  }

  /** Writes what changed and returns it. */
  write(): Person[] {
    const changed = Array.from(this.dirty);
    this.dirty.clear();
    for (let at = 0; at < changed.length; at += 200) {
      const rows = changed
        .slice(at, at + 200)
        .map((p) => [
          p.id,
          p.environmentId,
          p.distinctId,
          JSON.stringify(p.properties),
          p.isIdentified ? 1 : 0,
          p.createdAt,
          p.version,
          p.status,
          p.mergedInto?.id ?? null,
          p.mergedInto?.home ?? null,
          p.pending,
        ]);
      for (const json of splitJson(rows)) {
        this.sql.exec(
          `INSERT OR REPLACE INTO persons SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
           value->>6, value->>7, value->>8, value->>9, value->>10 FROM json_each(?)`,
          json,
        );
      }
    }
    return changed;
  }
}

/** JSON arrays below SQLite's limit for one value. */
function splitJson(rows: readonly unknown[][]): string[] {
  const parts: string[] = [];
  let current: string[] = [];
  let size = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    if (size + json.length > 600_000 && current.length > 0) {
      parts.push(`[${current.join(",")}]`);
      current = [];
      size = 0;
    }
    current.push(json);
    size += json.length;
  }
  if (current.length > 0) parts.push(`[${current.join(",")}]`);
  return parts;
}

/** The part of a person that merge rules look at. */
export function stateOf(person: Person): PersonState {
  const { properties, isIdentified, createdAt, version } = person;
  return { properties, isIdentified, createdAt, version };
}

/** A merge as the log keeps it. */
export interface LoggedMerge {
  readonly id: string;
  readonly environmentId: number;
  readonly at: number;
  readonly kind: "attach" | "merge";
  readonly source: PersonRef;
  readonly sourceDistinctId: string;
  readonly targetId: string;
  readonly targetDistinctId: string;
  /** Distinct IDs that changed their person. */
  readonly moved: readonly string[];
  readonly record: MergeRecord;
  readonly undoneAt: number | null;
}
