import type { SqlType } from "../types.ts";

type FunctionKind = "scalar" | "aggregate" | "window";

/** One row of the allow-list. A function without a row can't be called. */
export interface FunctionEntry {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly min: number;
  /** Infinity = any number. */
  readonly max: number;
  /** ClickHouse text with `$1`… for arguments, `$*` for all, `$tz` for the time zone; absent = same name. */
  readonly template?: string;
  readonly type: SqlType;
  /** `args`: NULL when an argument may be; `always`, `never`. */
  readonly nulls: "args" | "always" | "never";
  /** Number of parameters of a parametric function: `quantile(0.9)(x)`. */
  readonly params?: readonly [number, number];
  /** May be written in any letter case. */
  readonly anyCase?: boolean;
  /** Property text given to it is read as a number. */
  readonly numeric?: boolean;
}

type Defaults = Partial<Omit<FunctionEntry, "name" | "min" | "max">>;

/**
 * Rows from a compact list: `name:min-max`, `name:n`, `name:n+`; a type after `>`; `?` = always nullable,
 * `!` = never; `(a-b)` = parameters; `=text` (to the end of the line, one entry a line) = template.
 */
export function entries(text: string, defaults: Defaults = {}): FunctionEntry[] {
  return text
    .split("\n")
    .flatMap((line) => (line.includes("=") ? [line.trim()] : line.trim().split(/\s+/)))
    .filter((word) => word !== "")
    .map((word) => entry(word, defaults));
}

const ENTRY = /^(\w+):(\d+)(?:-(\d+)|(\+))?(?:\((\d+)-(\d+)\))?(?:>(\w+))?([?!])?(?:=(.*))?$/;

function entry(word: string, defaults: Defaults): FunctionEntry {
  const match = ENTRY.exec(word);
  if (!match?.[1]) throw new Error(`Function row "${word}" is malformed.`);
  const [, name, min, max, open, paramMin, paramMax, type, nulls, template] = match;
  return {
    kind: "scalar",
    type: "unknown",
    nulls: "args",
    ...defaults,
    name,
    min: Number(min),
    max: open ? Number.POSITIVE_INFINITY : Number(max ?? min),
    ...(paramMin ? { params: [Number(paramMin), Number(paramMax)] as const } : {}),
    ...(type ? { type: type as SqlType } : {}),
    ...(nulls ? { nulls: nulls === "?" ? ("always" as const) : ("never" as const) } : {}),
    ...(template ? { template } : {}),
  };
}
