import type { DdlOptions } from "../ddl.ts";

/**
 * One forward step of the warehouse schema. Frozen once released: it must not read today's table definitions, or
 * old data folders would see another history. Statements run in order and again after a crash, so each must be
 * safe to repeat.
 */
export interface Migration {
  readonly version: number;
  readonly name: string;
  statements(options: DdlOptions): readonly string[];
}
