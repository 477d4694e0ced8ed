import type { SqlType } from "../types.ts";

/**
 * A table of the query language and the warehouse table behind it. `@` in SQL templates stands for the printed
 * name of the warehouse table in the current scope; templates are ours, never user text.
 */
export interface LogicalTable {
  readonly name: string;
  readonly physical: string;
  /** `rows`: read as stored. `latest`: several stored rows make one, grouped by `key`. */
  readonly style: "rows" | "latest";
  readonly key: readonly string[];
  /** The engine finds the latest row of each key: where rows are long, grouping them costs a multiple. */
  readonly final?: true;
  /** Which latest rows exist. */
  readonly alive?: string;
  readonly fields: Readonly<Record<string, FieldDef>>;
  /** Column whose hash decides SAMPLE. */
  readonly sampleKey?: string;
}

export type FieldDef = ColumnDef | PropertiesDef | PersonOfEventDef | LinkDef | VirtualDef | PathDef;

export interface ColumnDef {
  readonly kind: "column";
  readonly sql: string;
  readonly type: SqlType;
  /** Stored as '' where the language says NULL. */
  readonly emptyIsNull?: boolean;
  readonly nullable?: boolean;
  /** Not part of `SELECT *`. */
  readonly hidden?: boolean;
  /** Comparisons with it also bound this column (a Date), for pruning. */
  readonly prunes?: string;
}

/** The JSON object of properties; a path below it is a property. */
export interface PropertiesDef {
  readonly kind: "properties";
  readonly owner: "event" | "person" | "group";
  readonly sql: string;
}

/** Person of an event with merges applied. */
interface PersonOfEventDef {
  readonly kind: "personOfEvent";
  readonly column: "person_id" | "person_key";
  readonly type: SqlType;
  readonly hidden?: boolean;
}

/** Another table, joined only when a field of it is used. */
export interface LinkDef {
  readonly kind: "link";
  readonly table: string;
  /** Chain in this table that equals `to`, a field of the other. */
  readonly from: readonly string[];
  readonly to: string;
  /** Group type index: restricts `groups`. */
  readonly groupIndex?: number;
  /** Fields that need no join: name → chain in this table. */
  readonly shortcuts?: Readonly<Record<string, readonly string[]>>;
}

/** A name for several fields of the same row: `pdi.person_id`. */
interface VirtualDef {
  readonly kind: "virtual";
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** Another name for a chain of this table. */
interface PathDef {
  readonly kind: "path";
  readonly chain: readonly string[];
}

type ColumnOptions = Partial<Omit<ColumnDef, "kind" | "sql" | "type">>;

export const column = (sql: string, type: SqlType, options: ColumnOptions = {}): ColumnDef => ({
  kind: "column",
  sql,
  type,
  ...options,
});

export const path = (...chain: readonly string[]): PathDef => ({ kind: "path", chain });
