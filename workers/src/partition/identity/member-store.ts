import type { Member } from "./messages.ts";
import type { Person } from "./person-store.ts";

/** Version of a row that says: the person's first ID is not here (it moved with a merge). */
const AWAY = -1;

/** Distinct IDs of the persons that live here. A person's first ID has no row until its mapping ever changes. */
export class MemberStore {
  private readonly sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  /** All distinct IDs of a person, the first one first. */
  of(person: Person): Member[] {
    const rows = this.sql
      .exec<{ distinct_id: string; version: number }>(
        "SELECT distinct_id, version FROM members WHERE person_id = ? ORDER BY distinct_id <> ?, distinct_id",
        person.id,
        person.distinctId,
      )
      .toArray()
      .map((row): Member => ({ distinctId: row.distinct_id, version: row.version }));
    const first = { distinctId: person.distinctId, version: 0 };
    const all = rows[0]?.distinctId === person.distinctId ? rows : [first, ...rows];
    return all.filter((member) => member.version !== AWAY);
  }

  add(personId: string, member: Member): void {
    this.sql.exec(
      "INSERT OR REPLACE INTO members VALUES (?, ?, ?)",
      personId,
      member.distinctId,
      member.version,
    );
  }

  remove(personId: string, distinctId: string): void {
    this.sql.exec("DELETE FROM members WHERE person_id = ? AND distinct_id = ?", personId, distinctId);
  }

  /** The person was given up: all its IDs move. */
  clear(person: Person): void {
    this.sql.exec("DELETE FROM members WHERE person_id = ?", person.id);
    this.add(person.id, { distinctId: person.distinctId, version: AWAY });
  }
}
