export interface TokenTarget {
  readonly projectId: number;
  readonly environmentId: number;
}

export interface TokenEntry extends TokenTarget {
  readonly token: string;
}

type Row = { project_id: number; environment_id: number };

/** Which environment a project token belongs to. */
export class TokenDirectory {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS tokens (
        token TEXT PRIMARY KEY, project_id INTEGER NOT NULL, environment_id INTEGER NOT NULL
      ) WITHOUT ROWID`,
    );
    sql.exec("CREATE INDEX IF NOT EXISTS tokens_environment ON tokens (environment_id)");
  }

  /** False when the entry was there already. */
  put({ token, projectId, environmentId }: TokenEntry): boolean {
    const known = this.find(token);
    if (known?.projectId === projectId && known.environmentId === environmentId) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO tokens (token, project_id, environment_id) VALUES (?, ?, ?)",
      token,
      projectId,
      environmentId,
    );
    return true;
  }

  remove(token: string): void {
    this.#sql.exec("DELETE FROM tokens WHERE token = ?", token);
  }

  find(token: string): TokenTarget | null {
    return target(
      this.#sql
        .exec<Row>("SELECT project_id, environment_id FROM tokens WHERE token = ?", token)
        .toArray()[0],
    );
  }

  findEnvironment(environmentId: number): TokenTarget | null {
    return target(
      this.#sql
        .exec<Row>(
          "SELECT project_id, environment_id FROM tokens WHERE environment_id = ? LIMIT 1",
          environmentId,
        )
        .toArray()[0],
    );
  }
}

function target(row: Row | undefined): TokenTarget | null {
  return row === undefined ? null : { projectId: row.project_id, environmentId: row.environment_id };
}
