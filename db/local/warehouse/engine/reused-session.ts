import type { Session } from "chdb";
import { type Settings, setStatement } from "./settings.ts";

/**
 * A Session that serves one statement after the other, each with settings of its own. Sessions are kept, not closed
 * after each statement: chdb puts a close off until nothing else runs, so they would pile up behind a long query.
 */
export class ReusedSession {
  readonly session: Session;
  /** Settings that the last statement had and the next may not want. */
  #changed = new Set<string>();

  constructor(session: Session) {
    this.session = session;
  }

  /** Gives the next statement its database, parameters and settings; all others are back at their defaults. */
  async prepare(database: string, settings: Settings, params: Settings): Promise<void> {
    const forgotten = [...this.#changed].filter((name) => !(name in settings));
    const reset =
      forgotten.length === 0 ? "" : `SET ${forgotten.map((name) => `${name} = DEFAULT`).join(", ")}; `;
    for (const name of Object.keys(settings)) this.#changed.add(name);
    await this.session.queryAsync(
      `${reset}USE \`${database.replaceAll("`", "")}\`; ${setStatement(settings, params)}`,
    );
    this.#changed = new Set(Object.keys(settings));
  }

  /** After a failure: a statement that succeeds makes the engine let go of the failed one. */
  async recover(): Promise<void> {
    await this.session.queryAsync("SELECT 1").catch(() => {});
  }

  close(): void {
    this.session.close();
  }
}
