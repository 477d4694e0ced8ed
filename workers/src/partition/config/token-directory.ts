export interface TokenTarget {
  readonly projectId: number;
  readonly environmentId: number;
  /** Where the project's object lives; absent = the deployment's own region. */
  readonly region?: string;
}

export interface TokenEntry extends TokenTarget {
  readonly token: string;
}

type Row = { project_id: number; environment_id: number; region: string };

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
    const columns = sql.exec<{ name: string }>("PRAGMA table_info(tokens)").toArray();
    if (!columns.some(({ name }) => name === "region"))
      sql.exec("ALTER TABLE tokens ADD COLUMN region TEXT NOT NULL DEFAULT ''");
    sql.exec("CREATE INDEX IF NOT EXISTS tokens_environment ON tokens (environment_id)");
  }

  /** False when the entry was there already. */
  put({ token, projectId, environmentId, region = "" }: TokenEntry): boolean {
    const known = this.find(token);
    const same = known?.projectId === projectId && known.environmentId === environmentId;
    if (same && (known.region ?? "") === region) return false;
    this.#sql.exec(
      "INSERT OR REPLACE INTO tokens (token, project_id, environment_id, region) VALUES (?, ?, ?, ?)",
      token,
      projectId,
      environmentId,
      region,
    );
    return true;
  }

  remove(token: string): void {
    this.#sql.exec("DELETE FROM tokens WHERE token = ?", token);
  }

  find(token: string): TokenTarget | null {
    return target(
      this.#sql
        .exec<Row>("SELECT project_id, environment_id, region FROM tokens WHERE token = ?", token)
        .toArray()[0],
    );
  }

  findEnvironment(environmentId: number): TokenTarget | null {
    return target(
      this.#sql
        .exec<Row>(
          "SELECT project_id, environment_id, region FROM tokens WHERE environment_id = ? LIMIT 1",
          environmentId,
        )
        .toArray()[0],
    );
  }
}

function target(row: Row | undefined): TokenTarget | null {
  if (row === undefined) return null;
  const { project_id: projectId, environment_id: environmentId, region } = row;
  return { projectId, environmentId, ...(region === "" ? {} : { region }) };
}
