import { randomUUID } from "node:crypto";
import type { Connection, Pool, PoolConnection } from "mysql2/promise";
import { PsdbError } from "./error.ts";

/** Idle time after which an open transaction is rolled back, as Vitess does. */
export const TRANSACTION_TIMEOUT_MS = 20_000;

/** What travels to the client and back. Opaque to it; ours needs only the name and whether a connection is held. */
export interface SessionToken {
  readonly signature?: string;
  readonly vitessSession?: {
    readonly SessionUUID?: string;
    readonly inTransaction?: boolean;
    readonly reserved?: boolean;
    readonly autocommit?: boolean;
  };
}

interface Held {
  readonly connection: PoolConnection;
  timer: NodeJS.Timeout;
  busy: number;
}

/**
 * Connections held for sessions. A session outside a transaction holds none: any pooled connection serves it. One in
 * a transaction (or with session state of its own) is pinned to a connection until it ends or idles too long.
 */
export class Sessions {
  readonly #pool: Pool;
  readonly #timeout: number;
  readonly #held = new Map<string, Held>();

  constructor(pool: Pool, timeout = TRANSACTION_TIMEOUT_MS) {
    this.#pool = pool;
    this.#timeout = timeout;
  }

  /** Runs `work` on the session's connection. `pin` says, from its result, whether the session keeps it. */
  async use<T>(
    token: SessionToken | null | undefined,
    work: (connection: Connection) => Promise<T>,
    pin: (held: boolean, result: T | undefined) => boolean,
  ): Promise<{ result: T; session: SessionToken }> {
    const uuid = token?.vitessSession?.SessionUUID ?? randomUUID();
    const before = this.#held.get(uuid);
    if (before === undefined && (token?.vitessSession?.inTransaction || token?.vitessSession?.reserved)) {
      throw new PsdbError(
        "ABORTED",
        `target: -.primary: vttablet: rpc error: code = Aborted desc = transaction ${uuid}: ended ` +
          `(exceeded timeout: ${this.#timeout / 1000}s)`,
      );
    }
    const held = before ?? { connection: await this.#pool.getConnection(), timer: undefined!, busy: 0 };
    clearTimeout(held.timer);
    held.busy++;
    let result: T | undefined;
    let keep = false;
    try {
      result = await work(held.connection);
      keep = pin(before !== undefined, result);
      return { result, session: sessionToken(uuid, keep) };
    } catch (error) {
      keep = before !== undefined && !isLost(error);
      throw error;
    } finally {
      held.busy--;
      if (keep) this.#hold(uuid, held);
      else if (held.busy === 0) await this.#release(uuid, held);
    }
  }

  /** Rolls back and lets go of every session. */
  async close(): Promise<void> {
    for (const [uuid, held] of [...this.#held]) await this.#release(uuid, held);
  }

  #hold(uuid: string, held: Held): void {
    this.#held.set(uuid, held);
    if (held.busy > 0) return;
    held.timer = setTimeout(() => void this.#release(uuid, held), this.#timeout);
    held.timer.unref();
  }

  async #release(uuid: string, held: Held): Promise<void> {
    const pinned = this.#held.delete(uuid);
    clearTimeout(held.timer);
    // A pinned connection may carry session state; closing it is what surely drops that, and rolls back.
    if (pinned) held.connection.destroy();
    else held.connection.release();
  }
}

function sessionToken(uuid: string, held: boolean): SessionToken {
  return {
    signature: "",
    vitessSession: { autocommit: true, SessionUUID: uuid, ...(held ? { inTransaction: true } : {}) },
  };
}

/** True when the connection itself is gone. */
function isLost(error: unknown): boolean {
  return (error as { fatal?: boolean }).fatal === true;
}
