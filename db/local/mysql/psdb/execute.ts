import type { FieldPacket, ResultSetHeader } from "mysql2";
import type { Connection } from "mysql2/promise";
import { type PsdbField, type PsdbRow, psdbField, psdbRow } from "./field.ts";

/** `result` of an Execute answer. */
export interface PsdbResult {
  readonly fields?: readonly PsdbField[];
  readonly rows?: readonly PsdbRow[];
  readonly insertId?: string;
  readonly rowsAffected?: string;
}

export interface Executed {
  readonly result: PsdbResult;
  /** True when the server says that a transaction is open; undefined when it didn't say (reads). */
  readonly inTransaction: boolean | undefined;
}

const IN_TRANSACTION = 1;

/** Runs one statement and encodes its outcome: raw column bytes, no conversion through JavaScript values. */
export async function execute(connection: Connection, sql: string): Promise<Executed> {
  const [rows, fields] = await connection.query({
    sql,
    rowsAsArray: true,
    typeCast: (field) => field.buffer(),
  });
  if (Array.isArray(rows)) {
    return {
      result: {
        fields: (fields as FieldPacket[]).map(psdbField),
        rows: (rows as (Buffer | null)[][]).map(psdbRow),
      },
      inTransaction: undefined,
    };
  }
  const header = rows as ResultSetHeader & { serverStatus?: number };
  return {
    result: {
      ...(header.affectedRows > 0 ? { rowsAffected: String(header.affectedRows) } : {}),
      ...(Number(header.insertId) > 0 ? { insertId: String(header.insertId) } : {}),
    },
    inTransaction: ((header.serverStatus ?? 0) & IN_TRANSACTION) !== 0,
  };
}

/** Statements that leave state on their connection: the session keeps it from then on. */
const RESERVING = /^\s*(?:set\s|use\s|prepare\s|create\s+temporary\s|select\s+get_lock\b|lock\s+tables?\b)/i;

/** True when the session must keep its connection after this statement. */
export function keepsConnection(sql: string, held: boolean, inTransaction: boolean | undefined): boolean {
  return RESERVING.test(sql) || (inTransaction ?? held);
}
