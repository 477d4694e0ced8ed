import { describe, expect, it } from "vitest";
import { elementsChain } from "./elements.ts";
import type { JsonValue } from "./types.ts";

describe("elementsChain", () => {
  it.each<[string, JsonValue | undefined, string]>([
    ["absent", undefined, ""],
    ["not a list", "x", ""],
    ["items that are no elements", [null, 1, []], ""],
    ["tag only", [{ tag_name: "a" }], "a:"],
    [
      "classes, attributes sorted by key, text and positions",
      [
        {
          tag_name: "a",
          $el_text: "Sign up",
          classes: ["btn", "a-first"],
          attr__id: "cta",
          attr__href: "/signup",
          "attr__data-x": "1",
          nth_child: 2,
          nth_of_type: 1,
        },
        { tag_name: "body", nth_child: 1, nth_of_type: 1 },
      ],
      'a.a-first.btn:attr__data-x="1"attr__href="/signup"attr__id="cta"attr_id="cta"href="/signup"nth-child="2"nth-of-type="1"text="Sign up";body:nth-child="1"nth-of-type="1"',
    ],
    ["quotes are escaped", [{ tag_name: "p", $el_text: 'say "hi"' }], 'p:text="say \\"hi\\""'],
    ["class text", [{ tag_name: "p", attr__class: "b a" }], 'p.a.b:attr__class="b a"'],
    ["null attributes are absent", [{ tag_name: "p", attr__href: null, $el_text: null }], "p:"],
  ])("%s", (_name, elements, expected) => {
    expect(elementsChain(elements)).toBe(expected);
  });

  it("bounds text and links", () => {
    const chain = elementsChain([{ tag_name: "a", $el_text: "t".repeat(500), attr__href: "h".repeat(3000) }]);
    expect(chain).toContain(`text="${"t".repeat(400)}"`);
    expect(chain).toContain(`"href="${"h".repeat(2048)}"`);
  });
});
