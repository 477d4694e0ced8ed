import { type RawInsertFormat, Session } from "chdb";
import { EngineError, toEngineError } from "./error.ts";
import { Lane } from "./lane.ts";
import {
  DEFAULT_LIMITS,
  type EngineLimits,
  effectiveSettings,
  quote,
  type Settings,
  setStatement,
} from "./settings.ts";

export interface EngineOptions {
  /** Folder of the engine's data; locked while open. */
  readonly path: string;
  /** Server configuration file. */
  readonly configFile: string;
  readonly limits?: EngineLimits;
  /** Queries that run at once; inserts have one place of their own. */
  readonly queries?: number;
}

export interface Execution {
  readonly sql: string;
  readonly format: string;
  readonly database: string;
  readonly settings?: Settings;
  /** Values of `{name:Type}` placeholders in ClickHouse's escaped text form. */
  readonly params?: Settings;
  /** Names the run for {@link Engine.kill}. */
  readonly queryId?: string;
  /** An insert waits in the inserts' lane. */
  readonly lane?: "queries" | "inserts";
  readonly signal?: AbortSignal;
}

export interface RawInsert {
  readonly table: string;
  readonly columns?: readonly string[];
  readonly format: RawInsertFormat;
  readonly rows: Buffer;
}

export interface ExecutionResult {
  readonly bytes: Uint8Array;
  readonly elapsedSeconds: number;
  /** Rows and bytes written, views included; 0 for reads. */
  readonly writtenRows: number;
  readonly writtenBytes: number;
}

/**
 * The ClickHouse engine in this process. A Session runs one call at a time and keeps its settings, so each call gets
 * a Session of its own (opening one costs 0.2 ms); lanes bound how many there are.
 */
export class Engine {
  readonly version: string;
  readonly #options: EngineOptions;
  readonly #limits: EngineLimits;
  /** Always open: holds the engine and its lock, and carries KILL QUERY past a full lane. */
  readonly #control: Session;
  readonly #lanes: Readonly<Record<"queries" | "inserts", Lane>>;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#limits = options.limits ?? DEFAULT_LIMITS;
    this.#control = this.#open();
    this.#lanes = { queries: new Lane(options.queries ?? 4, 500), inserts: new Lane(1, 500) };
    this.version = this.#control.query("SELECT version()", "TSVRaw").trim();
  }

  /** Runs one statement. Throws {@link EngineError}. An abort stops the engine too. */
  execute(execution: Execution): Promise<ExecutionResult> {
    return this.#run(execution, async (session) => {
      const result = await session.queryAsync(execution.sql, { format: execution.format });
      return { bytes: result.bytes(), elapsedSeconds: result.elapsed, writtenRows: 0, writtenBytes: 0 };
    });
  }

  /** Inserts rows of a text format without passing them through JavaScript strings. */
  insert(execution: Omit<Execution, "sql" | "format">, insert: RawInsert): Promise<ExecutionResult> {
    return this.#run({ lane: "inserts", ...execution }, async (session) => {
      const { table, columns, format, rows } = insert;
      const done = await session.insert({ table, columns, format, values: rows });
      return {
        bytes: new Uint8Array(),
        elapsedSeconds: done.elapsed,
        writtenRows: done.rowsWritten,
        writtenBytes: done.bytesWritten,
      };
    });
  }

  /** Asks the engine to stop a run; returns at once. SYNC would wait for it, and was seen never to return. */
  async kill(queryId: string): Promise<void> {
    await this.#control.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quote(queryId)} ASYNC`);
  }

  /** Runs a statement past the lanes: for KILL QUERY and for starting up. */
  async control(sql: string): Promise<string> {
    try {
      return (await this.#control.queryAsync(sql, { format: "TabSeparated" })).text();
    } catch (thrown) {
      throw toEngineError(thrown);
    }
  }

  close(): void {
    this.#control.close();
  }

  #open(): Session {
    return new Session(this.#options.path, { connectionArgs: [`--config-file=${this.#options.configFile}`] });
  }

  async #run<T>(
    execution: Omit<Execution, "sql" | "format">,
    work: (session: Session) => Promise<T>,
  ): Promise<T> {
    const { signal, queryId } = execution;
    return this.#lanes[execution.lane ?? "queries"].run(async () => {
      const session = this.#open();
      const stop = (): void => void (queryId !== undefined && this.kill(queryId).catch(() => {}));
      try {
        await session.queryAsync(this.#prepare(execution));
        signal?.addEventListener("abort", stop, { once: true });
        if (signal?.aborted) throw new EngineError(394, "Query was cancelled", "QUERY_WAS_CANCELLED");
        return await work(session);
      } catch (thrown) {
        throw toEngineError(thrown);
      } finally {
        signal?.removeEventListener("abort", stop);
        session.close();
      }
    }, signal);
  }

  #prepare({ database, settings, params, queryId }: Omit<Execution, "sql" | "format">): string {
    const effective = effectiveSettings(settings ?? {}, this.#limits);
    const all = queryId === undefined ? effective : { ...effective, log_comment: queryId };
    return `USE ${database.replaceAll(/[^\w]/g, "")}; ${setStatement(all, params ?? {})}`;
  }
}
