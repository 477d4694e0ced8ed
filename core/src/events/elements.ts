import type { JsonObject, JsonValue } from "./types.ts";

const TEXT_LIMIT = 400;
const HREF_LIMIT = 2048;

const quoted = (text: string): string => text.replaceAll('"', '\\"');

function textOf(value: JsonValue | undefined, limit: number): string | null {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return null;
  return String(value).slice(0, limit);
}

function classesOf(element: JsonObject): string[] {
  const classes = element.classes ?? element.attr__class;
  const list = Array.isArray(classes) ? classes : typeof classes === "string" ? classes.split(/\s+/) : [];
  return list.filter((name): name is string => typeof name === "string" && name !== "");
}

function elementText(element: JsonObject): string {
  let tag = textOf(element.tag_name, TEXT_LIMIT) ?? "";
  for (const name of classesOf(element).sort()) tag += `.${name.replaceAll('"', "")}`;
  const attributes: [string, string | null][] = [
    ["text", textOf(element.$el_text ?? element.text, TEXT_LIMIT)],
    ["href", textOf(element.attr__href, HREF_LIMIT)],
    ["attr_id", textOf(element.attr__id, TEXT_LIMIT)],
    ["nth-child", textOf(element.nth_child, TEXT_LIMIT)],
    ["nth-of-type", textOf(element.nth_of_type, TEXT_LIMIT)],
  ];
  for (const key in element) {
    if (key.startsWith("attr__")) attributes.push([key, textOf(element[key], HREF_LIMIT)]);
  }
  attributes.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return attributes.reduce(
    (all, [key, value]) => (value === null ? all : `${all}${key}="${quoted(value)}"`),
    `${tag}:`,
  );
}

/** `$elements` of old SDKs → the elements chain (grammar: WIRE.md 2); '' when it is not a list of elements. */
export function elementsChain(elements: JsonValue | undefined): string {
  if (!Array.isArray(elements)) return "";
  const chain: string[] = [];
  for (const element of elements) {
    if (element !== null && typeof element === "object" && !Array.isArray(element))
      chain.push(elementText(element));
  }
  return chain.join(";");
}
