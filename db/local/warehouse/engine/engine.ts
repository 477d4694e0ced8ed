import { setTimeout as sleep } from "node:timers/promises";
import { type RawInsertFormat, Session } from "chdb";
import { EngineError, toEngineError } from "./error.ts";
import { Lane } from "./lane.ts";
import { ReusedSession } from "./reused-session.ts";
import { DEFAULT_LIMITS, type EngineLimits, effectiveSettings, quote, type Settings } from "./settings.ts";

export interface EngineOptions {
  /** Folder of the engine's data; locked while open. */
  readonly path: string;
  /** Server configuration file. */
  readonly configFile: string;
  readonly limits?: EngineLimits;
  /** Queries that run at once; statements that write have one place of their own. */
  readonly queries?: number;
}

/** How a statement runs, whatever it is. */
export interface RunOptions {
  readonly database: string;
  readonly settings?: Settings;
  /** Values of `{name:Type}` placeholders in ClickHouse's escaped text form. */
  readonly params?: Settings;
  /** Names the run for {@link Engine.kill}. */
  readonly queryId?: string;
  readonly signal?: AbortSignal;
}

export interface Execution extends RunOptions {
  readonly sql: string;
  readonly format: string;
  /** Statements that write wait in a lane of their own. */
  readonly lane?: "queries" | "writes";
}

export interface RawInsert {
  readonly table: string;
  readonly columns?: readonly string[];
  readonly format: RawInsertFormat;
  readonly rows: Buffer;
}

export interface ExecutionResult {
  readonly bytes: Uint8Array;
  /** Rows and bytes written, views included; 0 for reads. */
  readonly writtenRows: number;
  readonly writtenBytes: number;
}

const KILL_INTERVAL_MS = 200;
/** Statements that may wait for a place before more are refused. */
const QUEUE = 500;

/**
 * The ClickHouse engine in this process. A Session runs one call at a time, so there is a pool of them: some for
 * queries, one for writes, one that carries KILL QUERY past full lanes.
 */
export class Engine {
  readonly version: string;
  readonly #limits: EngineLimits;
  readonly #control: Session;
  readonly #idle: Readonly<Record<"queries" | "writes", ReusedSession[]>>;
  readonly #lanes: Readonly<Record<"queries" | "writes" | "control", Lane>>;

  constructor({ path, configFile, limits = DEFAULT_LIMITS, queries = 4 }: EngineOptions) {
    const open = (): Session => new Session(path, { connectionArgs: [`--config-file=${configFile}`] });
    this.#limits = limits;
    this.#control = open();
    this.#idle = {
      queries: Array.from({ length: queries }, () => new ReusedSession(open())),
      writes: [new ReusedSession(open())],
    };
    this.#lanes = {
      queries: new Lane(queries, QUEUE),
      writes: new Lane(1, QUEUE),
      control: new Lane(1, QUEUE),
    };
    this.version = this.#control.query("SELECT version()", "TSVRaw").trim();
  }

  /** Runs one statement. Throws {@link EngineError}. An abort stops the engine too. */
  execute({ sql, format, lane = "queries", ...options }: Execution): Promise<ExecutionResult> {
    return this.#run(lane, options, async (session) => {
      const result = await session.queryAsync(sql, { format });
      return { bytes: result.bytes(), writtenRows: 0, writtenBytes: 0 };
    });
  }

  /** Inserts rows of a text format without passing them through JavaScript strings. Throws {@link EngineError}. */
  insert(options: RunOptions, { table, columns, format, rows }: RawInsert): Promise<ExecutionResult> {
    return this.#run("writes", options, async (session) => {
      const done = await session.insert({ table, columns, format, values: rows });
      return { bytes: new Uint8Array(), writtenRows: done.rowsWritten, writtenBytes: done.bytesWritten };
    });
  }

  /** Asks the engine to stop a run; returns at once. SYNC would wait for it, and was seen never to return. */
  async kill(queryId: string): Promise<void> {
    await this.control(`KILL QUERY WHERE Settings['log_comment'] = ${quote(queryId)} ASYNC`);
  }

  /** Runs a statement past the lanes: for KILL QUERY, progress and what the server itself asks. Throws {@link EngineError}. */
  control(sql: string, format = "TabSeparated"): Promise<string> {
    return this.#lanes.control.run(async () => {
      try {
        return (await this.#control.queryAsync(sql, { format })).text();
      } catch (thrown) {
        throw toEngineError(thrown);
      }
    });
  }

  close(): void {
    for (const session of [...this.#idle.queries, ...this.#idle.writes]) session.close();
    this.#control.close();
  }

  #run<T>(
    lane: "queries" | "writes",
    options: RunOptions,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const { signal, queryId } = options;
    return this.#lanes[lane].run(async () => {
      const reused = this.#idle[lane].pop()!;
      let running = true;
      const stop = async (): Promise<void> => {
        // Again until it has stopped: a KILL before the engine has registered the run finds nothing.
        for (; running && queryId !== undefined; await sleep(KILL_INTERVAL_MS)) {
          await this.kill(queryId).catch(() => {});
        }
      };
      const onAbort = (): void => void stop();
      try {
        const settings = effectiveSettings(options.settings ?? {}, this.#limits);
        const named = queryId === undefined ? settings : { ...settings, log_comment: queryId };
        await reused.prepare(options.database, named, options.params ?? {});
        signal?.addEventListener("abort", onAbort, { once: true });
        if (signal?.aborted) throw new EngineError(394, "Query was cancelled", "QUERY_WAS_CANCELLED");
        return await work(reused.session);
      } catch (thrown) {
        const error = toEngineError(thrown);
        await reused.recover();
        throw error;
      } finally {
        running = false;
        signal?.removeEventListener("abort", onAbort);
        this.#idle[lane].push(reused);
      }
    }, signal);
  }
}
