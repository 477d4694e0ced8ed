import type { JsonObject } from "../../events/types.ts";

const ELEMENT = /^([A-Za-z0-9_-]+)((?:\.(?:[^:".;\\]|\\.)*)*)(?::(.*))?$/s;
const ATTRIBUTE = /([^"=]+)="((?:\\.|[^"\\])*)"/gs;
const NUMBERS = new Set(["nth-child", "nth-of-type"]);

/** The elements of an `elements_chain`, from the clicked one outwards, as the public API shows them. */
export function parseElements(chain: string): JsonObject[] {
  return splitOutsideQuotes(chain).map((text, order) => {
    const [, tag = "", classes = "", rest = ""] = ELEMENT.exec(text) ?? [];
    const attributes = Object.fromEntries(
      [...rest.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, value.replaceAll('\\"', '"')]),
    );
    const number = (name: string) => (attributes[name] === undefined ? null : Number(attributes[name]));
    return {
      tag_name: tag,
      attr_class: classes === "" ? null : classes.slice(1).split("."),
      text: attributes.text ?? null,
      href: attributes.href ?? null,
      attr_id: attributes.attr_id ?? null,
      nth_child: number("nth-child"),
      nth_of_type: number("nth-of-type"),
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([name]) => !NUMBERS.has(name) && name.startsWith("attr")),
      ),
      order,
    };
  });
}

/** Elements are divided by semicolons that stand in no attribute. */
function splitOutsideQuotes(chain: string): string[] {
  const parts = chain.match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/gs);
  return parts ?? [];
}
