import type { JsonValue } from "../../events/types.ts";
import type { Expr } from "../ast.ts";
import { and, compare, constant, field, not, or } from "../build.ts";
import { listExpr } from "./any-of.ts";
import { FilterProblem } from "./error.ts";
import { operatorExpr } from "./operators.ts";
import type { WireFilter } from "./types.ts";

const escapeRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Autocaptured elements: `text` and `href` with any operator, `tag_name` and `selector` equal or not. */
export function elementExpr(key: string, filter: WireFilter): Expr {
  const operator = typeof filter.operator === "string" ? filter.operator : "exact";
  if (key === "href") return operatorExpr({ expr: field("elements_chain_href") }, filter, NO_DATES);
  if (key === "text") return listExpr(field("elements_chain_texts"), "text_of_element", filter, NO_DATES);
  if (key !== "tag_name" && key !== "selector") {
    throw new FilterProblem(
      "invalid_filter",
      `Elements have no "${key}": use tag_name, text, href or selector.`,
    );
  }
  if (operator !== "exact" && operator !== "is_not") {
    throw new FilterProblem(
      "invalid_filter",
      `"${key}" takes the operators exact and is_not, not "${operator}".`,
    );
  }
  const values = listOf(filter.value);
  if (values.length === 0) return and();
  const matches = or(
    ...values.map((value) =>
      compare(
        field("elements_chain"),
        "=~",
        constant(key === "tag_name" ? tagPattern(value) : selectorPattern(value)),
      ),
    ),
  );
  return operator === "is_not" ? not(matches) : matches;
}

const NO_DATES = { timezone: "UTC", now: 0 };

const tagPattern = (tag: string): string => `(^|;)${escapeRegex(tag)}(\\.|$|;|:)`;

const PART = /^([a-zA-Z][\w-]*|\*)?((?:[.#][\w\\:/-]+|\[[\w-]+(?:=["'][^"']*["'])?\]|:nth-child\(\d+\))*)$/;
const PIECE = /[.#][\w\\:/-]+|\[[\w-]+(?:=["'][^"']*["'])?\]|:nth-child\(\d+\)/g;

/** A CSS selector (tag, .class, #id, [attr="v"], :nth-child, descendant, `>`) over the elements chain. */
export function selectorPattern(selector: string): string {
  const parts = selector
    .trim()
    .split(/\s*(>)\s*|\s+/)
    .filter((part) => part !== undefined && part !== "");
  let pattern = "";
  let direct = false;
  for (const part of parts) {
    if (part === ">") {
      direct = true;
      continue;
    }
    const element = elementPattern(part, selector);
    // The chain lists the clicked element first, so ancestors follow it.
    pattern = pattern === "" ? element : `${element}${direct ? ";" : ";(?:[^;]*;)*?"}${pattern}`;
    direct = false;
  }
  return `(^|;)${pattern}(;|$)`;
}

function elementPattern(part: string, selector: string): string {
  const match = PART.exec(part);
  if (!match) throw new FilterProblem("invalid_filter", `Selector "${selector}": "${part}" isn't supported.`);
  const tag = match[1] === undefined || match[1] === "*" ? "[^;.:]*" : escapeRegex(match[1]);
  const pieces = [...(match[2] ?? "").matchAll(PIECE)].map(([piece]) => piece);
  const classes = pieces.filter((piece) => piece.startsWith(".")).sort();
  const attributes = pieces
    .filter((piece) => !piece.startsWith("."))
    .map(attributeText)
    .sort();
  const other = "(?:\\.[^.;:]+)*?";
  const classText = classes.map((name) => `${other}\\.${escapeRegex(name.slice(1))}`).join("");
  const rest = attributes.length === 0 ? "(?::[^;]*)?" : `:[^;]*?${attributes.join("[^;]*?")}[^;]*`;
  return `${tag}${classText}(?:\\.[^.;:]+)*${rest}`;
}

function attributeText(piece: string): string {
  if (piece.startsWith("#")) return `attr_id="${escapeRegex(piece.slice(1))}"`;
  const nth = /^:nth-child\((\d+)\)$/.exec(piece)?.[1];
  if (nth !== undefined) return `nth-child="${nth}"`;
  const [, name = "", value] = /^\[([\w-]+)(?:=["']([^"']*)["'])?\]$/.exec(piece) ?? [];
  const key = name === "href" ? "href" : name === "id" ? "attr_id" : `attr__${escapeRegex(name)}`;
  return value === undefined ? `${key}="` : `${key}="${escapeRegex(value)}"`;
}

function listOf(value: JsonValue | undefined): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => (typeof item === "string" && item !== "" ? [item] : []));
}
