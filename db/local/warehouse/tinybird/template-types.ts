import { quote } from "../engine/settings.ts";
import { TinybirdError } from "./error.ts";

export type TemplateValue = string | readonly string[];

type Printer = (text: string) => string | undefined;

const integer =
  (bits: number, signed: boolean): Printer =>
  (text) => {
    if (!/^-?\d{1,39}$/.test(text)) return undefined;
    const value = BigInt(text);
    const span = 1n << BigInt(bits);
    const [low, high] = signed ? [-span / 2n, span / 2n - 1n] : [0n, span - 1n];
    return value >= low && value <= high ? value.toString() : undefined;
  };

const matching =
  (pattern: RegExp): Printer =>
  (text) =>
    pattern.test(text) ? quote(text) : undefined;

const float: Printer = (text) =>
  text.trim() !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : undefined;

/** Placeholder types of Tinybird's templates and how their values become SQL; undefined = not of the type. */
const PRINTERS: Readonly<Record<string, Printer>> = {
  String: quote,
  UUID: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  Int8: integer(8, true),
  Int16: integer(16, true),
  Int32: integer(32, true),
  Int64: integer(64, true),
  Int128: integer(128, true),
  UInt8: integer(8, false),
  UInt16: integer(16, false),
  UInt32: integer(32, false),
  UInt64: integer(64, false),
  UInt128: integer(128, false),
  Float32: float,
  Float64: float,
  Boolean: (text) => ({ true: "1", "1": "1", false: "0", "0": "0" })[text.toLowerCase()],
  Date: matching(/^\d{4}-\d\d-\d\d$/),
  DateTime: matching(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/),
  DateTime64: matching(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,9})?$/),
  column: (text) => (/^[A-Za-z_]\w*$/.test(text) ? `\`${text}\`` : undefined),
};

/** The value as an SQL literal of the type. Throws {@link TinybirdError} 400 when it isn't of the type. */
export function literal(type: string, name: string, value: TemplateValue, element = "String"): string {
  if (type === "Array") {
    const items = typeof value === "string" ? value.split(",") : value;
    return `[${items.map((item) => literal(element, name, item)).join(", ")}]`;
  }
  const print = PRINTERS[type];
  if (print === undefined) throw new TinybirdError(400, `Template Syntax Error: unknown type ${type}`);
  const text = typeof value === "string" ? value : (value.at(-1) ?? "");
  const printed = print(text);
  if (printed === undefined) {
    throw new TinybirdError(400, `Error validating '${text}' to type ${type}: the parameter '${name}'`);
  }
  return printed;
}
