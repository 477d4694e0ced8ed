export type Override = readonly [flagKey: string, hashKey: string];

/** Hash keys that keep a person's flag values stable across login (experience continuity). */
export class FlagOverrides {
  private readonly sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  of(personId: string): Override[] {
    return this.sql
      .exec<{ flag_key: string; hash_key: string }>(
        "SELECT flag_key, hash_key FROM flag_overrides WHERE person_id = ?",
        personId,
      )
      .toArray()
      .map((row): Override => [row.flag_key, row.hash_key]);
  }

  /** Adds those that the person does not have yet: the first one stays. */
  add(personId: string, overrides: readonly Override[]): void {
    for (const [flagKey, hashKey] of overrides) {
      this.sql.exec("INSERT OR IGNORE INTO flag_overrides VALUES (?, ?, ?)", personId, flagKey, hashKey);
    }
  }

  /** Removes and returns all of a person's. */
  take(personId: string): Override[] {
    const taken = this.of(personId);
    if (taken.length > 0) this.sql.exec("DELETE FROM flag_overrides WHERE person_id = ?", personId);
    return taken;
  }
}
