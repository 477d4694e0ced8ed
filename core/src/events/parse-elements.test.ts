import fc from "fast-check";
import { expect, it } from "vitest";
import { elementsChain } from "./elements.ts";
import { parseElements } from "./parse-elements.ts";

const NOTHING = {
  attr_class: [],
  text: null,
  href: null,
  attr_id: null,
  nth_child: null,
  nth_of_type: null,
  attributes: {},
};

it.each<[string, string, object[]]>([
  ["nothing", "", []],
  ["a tag", "a:", [{ tag_name: "a" }]],
  ["a tag without attributes", "a", [{ tag_name: "a" }]],
  [
    "classes, positions and a parent",
    'a.b.c:attr__id="x"attr_id="x"href="/p"nth-child="2"nth-of-type="1"text="Go";body:nth-child="1"',
    [
      {
        tag_name: "a",
        attr_class: ["b", "c"],
        text: "Go",
        href: "/p",
        attr_id: "x",
        nth_child: 2,
        nth_of_type: 1,
        attributes: { attr__id: "x" },
      },
      { tag_name: "body", nth_child: 1 },
    ],
  ],
  [
    "quotes and semicolons in texts",
    'p:text="say \\"hi\\"; bye"',
    [{ tag_name: "p", text: 'say "hi"; bye' }],
  ],
])("reads %s", (_, chain, expected) => {
  expect(parseElements(chain)).toEqual(expected.map((element, order) => ({ ...NOTHING, order, ...element })));
});

it("reads back what was written", () => {
  const text = fc.string({ maxLength: 20 }).filter((value) => !value.includes("\\"));
  const element = fc.record({ tag_name: fc.constantFrom("a", "div"), $el_text: text, attr__href: text });
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 4 }), (elements) => {
      const parsed = parseElements(elementsChain(elements));
      expect(parsed.map(({ tag_name, text: said, href }) => [tag_name, said, href])).toEqual(
        elements.map(({ tag_name, $el_text, attr__href }) => [tag_name, $el_text, attr__href]),
      );
    }),
  );
});
