import { TinybirdError } from "./error.ts";
import { literal, type TemplateValue } from "./template-types.ts";

/** Values of the caller's parameters; several for a repeated one. */
export type TemplateParams = Readonly<Record<string, string | readonly string[]>>;

const PARTS = /\{\{(.*?)\}\}|\{%(.*?)%\}/gs;
const CALL = /^(\w+)\s*\((.*)\)$/s;

/** A branch of `{% if %}`: whether text in it is kept, and whether an earlier branch was. */
interface Branch {
  readonly outer: boolean;
  active: boolean;
  taken: boolean;
}

/**
 * Renders Tinybird's template language as far as our endpoints use it: typed placeholders
 * (`{{UInt32(limit, 100)}}`), `{% if %} … {% elif %} … {% else %} … {% end %}` over `defined(x)`, `not`, `and`, `or`,
 * `==` and `!=`. Every value is checked against its type and printed as a literal. Throws {@link TinybirdError} 400.
 */
export function renderTemplate(sql: string, params: TemplateParams): string {
  let output = "";
  let at = 0;
  const branches: Branch[] = [];
  const active = (): boolean => branches.at(-1)?.active ?? true;
  for (const part of sql.matchAll(PARTS)) {
    if (active()) output += sql.slice(at, part.index);
    at = part.index + part[0].length;
    if (part[1] !== undefined) {
      if (active()) output += placeholder(part[1].trim(), params);
    } else {
      control(part[2]!.trim(), branches, params);
    }
  }
  if (branches.length > 0) throw syntax("{% if %} without {% end %}");
  return output + sql.slice(at);
}

function control(statement: string, branches: Branch[], params: TemplateParams): void {
  const [, keyword, condition = ""] = /^(\w+)\s*(.*)$/s.exec(statement) ?? [];
  const branch = branches.at(-1);
  if (keyword === "if") {
    const outer = branch?.active ?? true;
    const active = outer && holds(condition, params);
    branches.push({ outer, active, taken: active });
  } else if (branch === undefined) {
    throw syntax(`{% ${statement} %} outside {% if %}`);
  } else if (keyword === "elif" || keyword === "else") {
    branch.active = branch.outer && !branch.taken && (keyword === "else" || holds(condition, params));
    branch.taken ||= branch.active;
  } else if (keyword === "end" || keyword === "endif") {
    branches.pop();
  } else {
    throw syntax(`{% ${statement} %} is not supported here`);
  }
}

function placeholder(expression: string, params: TemplateParams): string {
  const call = CALL.exec(expression);
  if (call === null) throw syntax(`{{ ${expression} }} has no type: write {{ String(${expression}) }}`);
  const [name = "", ...rest] = splitArguments(call[2]!);
  const positional = rest.filter((argument) => !/^\w+\s*=/.test(argument));
  const named = rest.find((argument) => /^default\s*=/.test(argument))?.replace(/^\w+\s*=\s*/, "");
  // The second argument of Array is its element type.
  const [element, fallback] = call[1] === "Array" ? positional : [undefined, positional[0]];
  const value = params[name] ?? unquote(fallback ?? named);
  if (value === undefined) throw new TinybirdError(400, `The parameter '${name}' is required`);
  return literal(call[1]!, name, value as TemplateValue, unquote(element));
}

/** Truth of a condition: `or` binds weaker than `and`, that weaker than `not`. */
function holds(condition: string, params: TemplateParams): boolean {
  const either = condition.split(/\bor\b/);
  if (either.length > 1) return either.some((part) => holds(part, params));
  const both = condition.split(/\band\b/);
  if (both.length > 1) return both.every((part) => holds(part, params));
  const text = condition.trim();
  const negated = /^not\s+(.+)$/s.exec(text);
  if (negated !== null) return !holds(negated[1]!, params);
  const defined = /^defined\(\s*(\w+)\s*\)$/.exec(text);
  if (defined !== null) return params[defined[1]!] !== undefined;
  const compared = /^(?:\w+\()?(\w+)[^)]*\)?\s*(==|!=)\s*(.+)$/s.exec(text);
  if (compared !== null) {
    return (String(params[compared[1]!] ?? "") === unquote(compared[3])) === (compared[2] === "==");
  }
  throw syntax(`the condition "${text}" is not supported here`);
}

function splitArguments(list: string): string[] {
  const parts = list.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|,|[^,'"]+/gs) ?? [];
  const found = [""];
  for (const part of parts) {
    if (part === ",") found.push("");
    else found[found.length - 1] += part;
  }
  return found.map((argument) => argument.trim());
}

function unquote(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const quoted = /^(['"])(.*)\1$/s.exec(text.trim());
  return quoted === null ? text.trim() : quoted[2]!.replaceAll(/\\(.)/gs, "$1");
}

function syntax(message: string): TinybirdError {
  return new TinybirdError(400, `Template Syntax Error: ${message}`);
}
