/** One element of a chain, from the clicked one outwards, as the public API shows it. */
export interface ParsedElement {
  readonly order: number;
  readonly tag_name: string | null;
  readonly attr_class: readonly string[];
  readonly text: string | null;
  readonly href: string | null;
  readonly attr_id: string | null;
  readonly nth_child: number | null;
  readonly nth_of_type: number | null;
  /** Every attribute under its name with `attr__` before it. */
  readonly attributes: Readonly<Record<string, string>>;
}

const ELEMENT = /((?:"(?:\\"|[^"])*"|[^;"])+)/g;
const ATTRIBUTE = /([^\s"=]+)="((?:\\"|[^"])*)"/g;

/** The elements of a chain (grammar: WIRE.md 2); what is no element is left out. */
export function parseElements(chain: string): ParsedElement[] {
  return [...chain.matchAll(ELEMENT)].map(([text], order) => parseElement(text, order));
}

function parseElement(text: string, order: number): ParsedElement {
  const colon = text.indexOf(":");
  const head = colon < 0 ? text : text.slice(0, colon);
  const [tag = "", ...classes] = head.split(".");
  const found = [...(colon < 0 ? "" : text.slice(colon + 1)).matchAll(ATTRIBUTE)];
  const values = new Map(found.map(([, name = "", value = ""]) => [name, value.replaceAll('\\"', '"')]));
  const number = (name: string): number | null => {
    const value = Number(values.get(name));
    return values.has(name) && Number.isInteger(value) ? value : null;
  };
  return {
    order,
    tag_name: tag || null,
    attr_class: classes.filter((name) => name !== ""),
    text: values.get("text") ?? null,
    href: values.get("href") ?? null,
    attr_id: values.get("attr_id") ?? null,
    nth_child: number("nth-child"),
    nth_of_type: number("nth-of-type"),
    attributes: Object.fromEntries([...values].filter(([name]) => name.startsWith("attr__"))),
  };
}
