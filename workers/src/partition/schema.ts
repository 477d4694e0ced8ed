/** Forward-only schema of a partition's SQLite: entry `n` brings version `n` to `n + 1`. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE seen_0 (k BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE seen_1 (k BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE seen_2 (k BLOB PRIMARY KEY) WITHOUT ROWID;

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY, target TEXT NOT NULL, batch INTEGER NOT NULL,
    rows INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL
  );
  CREATE INDEX outbox_by_batch ON outbox (target, batch);
  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY, target TEXT NOT NULL, batch INTEGER NOT NULL, environment_id INTEGER NOT NULL,
    at INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL
  );

  CREATE TABLE accounting (
    environment_id INTEGER NOT NULL, day TEXT NOT NULL, lane TEXT NOT NULL,
    received INTEGER NOT NULL, stored INTEGER NOT NULL, duplicate INTEGER NOT NULL,
    quarantined INTEGER NOT NULL, over_limit INTEGER NOT NULL, bot INTEGER NOT NULL,
    PRIMARY KEY (environment_id, day, lane)
  ) WITHOUT ROWID;
  CREATE TABLE rejected (
    environment_id INTEGER NOT NULL, day TEXT NOT NULL, lane TEXT NOT NULL, reason TEXT NOT NULL,
    count INTEGER NOT NULL, PRIMARY KEY (environment_id, day, lane, reason)
  ) WITHOUT ROWID;

  CREATE TABLE mappings (
    key TEXT PRIMARY KEY, person_id TEXT NOT NULL, home INTEGER NOT NULL, version INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE persons (
    id TEXT PRIMARY KEY, environment_id INTEGER NOT NULL, distinct_id TEXT NOT NULL, properties TEXT NOT NULL,
    is_identified INTEGER NOT NULL, created_at INTEGER NOT NULL, version INTEGER NOT NULL,
    status TEXT NOT NULL, merged_into TEXT, merged_home INTEGER, pending TEXT
  );
  CREATE TABLE members (
    person_id TEXT NOT NULL, distinct_id TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (person_id, distinct_id)
  ) WITHOUT ROWID;
  CREATE TABLE merges (
    id TEXT PRIMARY KEY, environment_id INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
    source_id TEXT NOT NULL, source_home INTEGER NOT NULL, source_distinct_id TEXT NOT NULL,
    target_id TEXT NOT NULL, target_distinct_id TEXT NOT NULL, moved TEXT NOT NULL, record TEXT NOT NULL,
    undone_at INTEGER
  );
  CREATE INDEX merges_by_environment ON merges (environment_id, at);
  CREATE INDEX merges_by_target ON merges (target_id, at);
  CREATE TABLE flag_overrides (
    person_id TEXT NOT NULL, flag_key TEXT NOT NULL, hash_key TEXT NOT NULL, PRIMARY KEY (person_id, flag_key)
  ) WITHOUT ROWID;
  CREATE TABLE groups (
    key TEXT PRIMARY KEY, properties TEXT NOT NULL, created_at INTEGER NOT NULL, version INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE mail_out (
    destination INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (destination, seq)
  ) WITHOUT ROWID;
  CREATE TABLE mail_sent (destination INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE mail_in (origin INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  `,
  `
  CREATE TABLE meter (
    environment_id INTEGER NOT NULL, day TEXT NOT NULL, key TEXT NOT NULL,
    stored INTEGER NOT NULL, bot INTEGER NOT NULL, duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL,
    quarantined INTEGER NOT NULL, over_limit INTEGER NOT NULL, dropped INTEGER NOT NULL, revision INTEGER NOT NULL,
    PRIMARY KEY (environment_id, day, key)
  ) WITHOUT ROWID;
  `,
];

/** Brings the storage to the newest schema. */
export function migrate(sql: SqlStorage): void {
  sql.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
  const version = readMeta<number>(sql, "schema") ?? 0;
  for (const migration of MIGRATIONS.slice(version)) sql.exec(migration);
  if (version < MIGRATIONS.length) writeMeta(sql, "schema", MIGRATIONS.length);
}

/** A small JSON value kept under a name, or undefined. */
export function readMeta<T>(sql: SqlStorage, key: string): T | undefined {
  const row = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", key).next();
  return row.done ? undefined : (JSON.parse(row.value.value) as T);
}

export function writeMeta(sql: SqlStorage, key: string, value: unknown): void {
  sql.exec("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, JSON.stringify(value));
}
