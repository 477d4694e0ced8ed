/** KV takes one write a second and key: changes are gathered for this long. */
const DELAY_MS = 1_000;
const BATCH = 50;

/**
 * Copies of what the object holds, for isolates that cannot reach it. The keys to copy are kept until KV took
 * them; a failed flush is repeated by the alarm's own retries.
 */
export class KvCopies {
  readonly #storage: DurableObjectStorage;
  readonly #kv: KVNamespace;
  readonly #read: (key: string) => string | null;

  constructor(storage: DurableObjectStorage, kv: KVNamespace, read: (key: string) => string | null) {
    this.#storage = storage;
    this.#kv = kv;
    this.#read = read;
    storage.sql.exec("CREATE TABLE IF NOT EXISTS kv_pending (key TEXT PRIMARY KEY) WITHOUT ROWID");
  }

  async schedule(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    for (const key of keys) this.#storage.sql.exec("INSERT OR IGNORE INTO kv_pending (key) VALUES (?)", key);
    if ((await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(Date.now() + DELAY_MS);
  }

  async flush(): Promise<void> {
    const keys = this.#storage.sql
      .exec<{ key: string }>("SELECT key FROM kv_pending LIMIT ?", BATCH)
      .toArray()
      .map(({ key }) => key);
    await Promise.all(keys.map((key) => this.#copy(key)));
    if (keys.length === BATCH) await this.#storage.setAlarm(Date.now());
  }

  async #copy(key: string): Promise<void> {
    // Forgotten before the write: a change that arrives meanwhile is noted again.
    this.#storage.sql.exec("DELETE FROM kv_pending WHERE key = ?", key);
    const value = this.#read(key);
    try {
      await (value === null ? this.#kv.delete(key) : this.#kv.put(key, value));
    } catch (error) {
      this.#storage.sql.exec("INSERT OR IGNORE INTO kv_pending (key) VALUES (?)", key);
      throw error;
    }
  }
}
