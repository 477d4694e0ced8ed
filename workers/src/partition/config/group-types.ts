const MAX_GROUP_TYPES = 5;
const MAX_NAME_LENGTH = 400;

/** Group type names by index, in the order they were first seen. An assigned index never changes. */
export class GroupTypes {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS group_types (idx INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)");
  }

  all(): Record<string, string> {
    const rows = this.#sql.exec<{ idx: number; name: string }>(
      "SELECT idx, name FROM group_types ORDER BY idx",
    );
    return Object.fromEntries(rows.toArray().map(({ idx, name }) => [String(idx), name]));
  }

  find(name: string): number | null {
    const [row] = this.#sql
      .exec<{ idx: number }>("SELECT idx FROM group_types WHERE name = ?", name)
      .toArray();
    return row?.idx ?? null;
  }

  /** The lowest free index; null when all are taken or the name is empty or too long. */
  assign(name: string): number | null {
    if (name === "" || name.length > MAX_NAME_LENGTH) return null;
    const taken = this.all();
    for (let index = 0; index < MAX_GROUP_TYPES; index++) {
      if (taken[index] !== undefined) continue;
      this.#sql.exec("INSERT INTO group_types (idx, name) VALUES (?, ?)", index, name);
      return index;
    }
    return null;
  }

  /** Takes over types that someone else assigned, where neither their index nor their name is taken. */
  adopt(types: Readonly<Record<string, string>>): void {
    for (const [index, name] of Object.entries(types)) {
      this.#sql.exec("INSERT OR IGNORE INTO group_types (idx, name) VALUES (?, ?)", Number(index), name);
    }
  }
}
