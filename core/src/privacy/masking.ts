import { RE2JS } from "re2js";
import { derivedUuid } from "../events/identity.ts";
import type { JsonObject, JsonValue } from "../events/types.ts";
import { VALUE_KINDS, type ValueKind } from "./value-kinds.ts";

/** What of an event is hidden before anything of it is stored. */
export interface MaskingRule {
  /** Only events of this name; '' = all. */
  readonly event: string;
  /** What is hidden: properties by name at any depth (`*` stands for any text), kinds of values, or what a pattern finds in texts. */
  readonly by: "name" | "value" | "pattern";
  /** Names with `*`, a {@link ValueKind}, or a regular expression (RE2). */
  readonly what: string;
  /** `drop`: the property goes; `hash`: the same value always becomes the same code; `redact`: a placeholder stands there. */
  readonly action: "drop" | "hash" | "redact";
}

/** Hides what rules name in an event, in place. Answers how many values that were. */
export type Mask = (event: JsonObject) => number;

/** Longest text that is searched. */
const MAX_TEXT = 16_384;
const MAX_DEPTH = 32;
const MAX_NAMES = 2_000;
/** An event would lose its visitor, session or SDK with them; they are hidden only by their own names. */
const KEPT = new Set([
  "token",
  "distinct_id",
  "$anon_distinct_id",
  "$device_id",
  "$session_id",
  "$window_id",
  "$user_id",
  "$insert_id",
  "$lib",
  "$lib_version",
  "$groups",
  "$group_type",
  "$group_key",
]);
/** Parts of an event that hold properties: never one themselves. */
const HOLDERS = ["$set", "$set_once", "$group_set"];

interface Compiled {
  readonly rule: MaskingRule;
  readonly isNamed: (name: string) => boolean;
  /** The text with what was found replaced; the same text when there is nothing. */
  readonly replace: (text: string) => string;
}

/** Rules as one function, null when there are none: then capture pays nothing. `secret` keys the codes of `hash`. */
export function compileMask(rules: readonly MaskingRule[], secret: string): Mask | null {
  if (rules.length === 0) return null;
  const compiled = rules.flatMap((rule) => compile(rule, secret));
  const named = new Map<string, readonly Compiled[]>();
  const rulesOf = (event: JsonObject): readonly Compiled[] => {
    const name = String(event.event ?? "");
    let own = named.get(name);
    if (!own) {
      own = compiled.filter(({ rule }) => rule.event === "" || rule.event === name);
      if (named.size >= MAX_NAMES) named.clear();
      named.set(name, own);
    }
    return own;
  };
  return (event) => {
    const own = rulesOf(event);
    if (own.length === 0) return 0;
    const { properties } = event;
    let count = 0;
    for (const holder of [properties, event.$set, event.$set_once])
      if (isObject(holder)) count += maskObject(holder, own, 0, true);
    return count;
  };
}

/** Why a rule can't be; null when it can. */
export function maskingProblem({ by, what }: MaskingRule): string | null {
  if (what.trim() === "") return "Say what is to be hidden.";
  if (by === "value" && !(what in VALUE_KINDS))
    return `"${what}" is no kind of value: use ${Object.keys(VALUE_KINDS).join(", ")}.`;
  if (by !== "pattern") return null;
  try {
    return RE2JS.compile(what).test("")
      ? "This pattern also finds nothing at all: make it more exact."
      : null;
  } catch (error) {
    return `This pattern can't be used: ${String(error)}. Look-arounds and back-references are not supported.`;
  }
}

function compile(rule: MaskingRule, secret: string): Compiled[] {
  if (maskingProblem(rule) !== null) return [];
  const hidden = (text: string, label: string): string =>
    rule.action === "hash" ? `hash_${derivedUuid(`${secret}\n${text}`)}` : `[${label}]`;
  if (rule.by === "name") {
    const names = namesOf(rule.what);
    return [{ rule, isNamed: names, replace: (text) => hidden(text, "redacted") }];
  }
  const isNamed = () => false;
  if (rule.by === "value") {
    const kind = rule.what as ValueKind;
    return [{ rule, isNamed, replace: (text) => VALUE_KINDS[kind](text, (found) => hidden(found, kind)) }];
  }
  const pattern = RE2JS.compile(rule.what);
  const replace = (text: string): string => {
    const matcher = pattern.matcher(text);
    let [out, at] = ["", 0];
    while (matcher.find()) {
      out += text.slice(at, matcher.start()) + hidden(text.slice(matcher.start(), matcher.end()), "redacted");
      at = matcher.end();
    }
    return at === 0 ? text : out + text.slice(at);
  };
  return [{ rule, isNamed, replace }];
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function maskObject(
  object: JsonObject,
  rules: readonly Compiled[],
  depth: number,
  isHolder: boolean,
): number {
  if (depth > MAX_DEPTH) return 0;
  let count = 0;
  const searches = rules.some(({ rule }) => rule.by !== "name");
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === null || value === undefined) continue;
    if (isHolder && HOLDERS.includes(name) && isObject(value)) {
      count += maskObject(value, rules, depth + 1, true);
      continue;
    }
    const named = rules.find(({ isNamed }) => isNamed(name));
    if (named) {
      count++;
      if (named.rule.action === "drop") delete object[name];
      else object[name] = named.replace(typeof value === "string" ? value : JSON.stringify(value));
      continue;
    }
    if (KEPT.has(name) || (!searches && typeof value !== "object")) continue;
    const masked = maskValue(value, rules, depth + 1);
    if (masked.count === 0) continue;
    count += masked.count;
    if (masked.value === undefined) delete object[name];
    else object[name] = masked.value;
  }
  return count;
}

/** `value` undefined: it goes. */
function maskValue(
  value: JsonValue,
  rules: readonly Compiled[],
  depth: number,
): { readonly value: JsonValue | undefined; readonly count: number } {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    if (text.length > MAX_TEXT) return { value, count: 0 };
    let now = text;
    let count = 0;
    for (const { rule, replace } of rules) {
      if (rule.by === "name") continue;
      const next = replace(now);
      if (next === now) continue;
      count++;
      if (rule.action === "drop") return { value: undefined, count };
      now = next;
    }
    return { value: count === 0 ? value : now, count };
  }
  if (Array.isArray(value)) {
    let count = 0;
    const items = value.flatMap((item) => {
      const masked = maskValue(item, rules, depth + 1);
      count += masked.count;
      return masked.value === undefined ? [] : [masked.value];
    });
    return count === 0 ? { value, count } : { value: items, count };
  }
  return isObject(value) ? { value, count: maskObject(value, rules, depth, false) } : { value, count: 0 };
}

/** Comma separated names, `*` for any text: one test, remembered by name. */
function namesOf(what: string): (name: string) => boolean {
  const names = what.split(",").map((name) => name.trim());
  const parts = names.map((name) => name.split(/\*+/).map(escaped).join(".*"));
  const pattern = RE2JS.compile(`^(?:${parts.join("|")})$`, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  const known = new Map<string, boolean>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined) {
      if (known.size >= MAX_NAMES) known.clear();
      answer = pattern.test(name);
      known.set(name, answer);
    }
    return answer;
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
