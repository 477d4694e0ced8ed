import { describe, expect, it } from "vitest";
import { printHogQL } from "../sql/print-hogql.ts";
import type { FilterContext } from "../sql/property-filter.ts";
import type { ActionStep } from "./action.ts";
import { actionCondition, actionEvents } from "./compile.ts";

const context: FilterContext = { timezone: "UTC", now: 0 };

function text(...steps: ActionStep[]): string {
  const result = actionCondition({ id: 1, name: "Act", steps }, context);
  return result.ok ? printHogQL(result.value) : `error: ${result.error.message}`;
}

describe("an action is any of its steps", () => {
  it.each<[string, ActionStep[], string]>([
    ["none", [], "false"],
    ["any event", [{ event: null }], "true"],
    ["an event", [{ event: "paid" }], "(event = 'paid')"],
    [
      "two events",
      [{ event: "paid" }, { event: "bought" }],
      "((event IN ('paid', 'bought')) AND ((event = 'paid') OR (event = 'bought')))",
    ],
    ["an event or any", [{ event: "paid" }, {}], "((event = 'paid') OR true)"],
    ["url, by default contained", [{ url: "/a%b" }], "(properties.$current_url LIKE '%/a%b%')"],
    ["url, exact", [{ url: "/a", url_matching: "exact" }], "(properties.$current_url = '/a')"],
    ["url, regex", [{ url: "^/a", url_matching: "regex" }], "(properties.$current_url =~ '^/a')"],
    [
      "properties, all of them",
      [
        {
          event: "paid",
          properties: [
            { key: "plan", value: "pro" },
            { key: "n", operator: "gt", value: 3 },
          ],
        },
      ],
      "((event = 'paid') AND (properties.plan = 'pro') AND (properties.n > 3))",
    ],
    [
      "text, by default exact",
      [{ event: "$autocapture", text: "Buy" }],
      "((event = '$autocapture') AND arrayExists((text_of_element) -> (text_of_element = 'Buy'), elements_chain_texts))",
    ],
    [
      "a link that contains",
      [{ event: "$autocapture", href: "/buy", href_matching: "contains" }],
      "((event = '$autocapture') AND (toString(elements_chain_href) ILIKE '%/buy%'))",
    ],
    [
      "a tag",
      [{ event: "$autocapture", tag_name: "a" }],
      "((event = '$autocapture') AND (elements_chain =~ '(^|;)a(\\\\.|$|;|:)'))",
    ],
    ["elements of another event ask nothing", [{ event: "paid", text: "Buy" }], "(event = 'paid')"],
    ["empty texts ask nothing", [{ event: "paid", url: "", selector: "" }], "(event = 'paid')"],
  ])("%s", (_, steps, expected) => expect(text(...steps)).toBe(expected));

  it("follows a selector through the elements", () => {
    expect(text({ event: "$autocapture", selector: "div > button.red" })).toContain("button");
  });

  it("names the action whose filter is wrong", () => {
    const properties = [{ type: "cohort", value: "x" }];
    expect(text({ event: "a", properties })).toBe(
      'error: Action "Act": A cohort filter needs the cohort\'s number, not "x".',
    );
  });

  it.each<[ActionStep[], string[] | undefined]>([
    [
      [{ event: "a" }, { event: "b" }, { event: "a" }],
      ["a", "b"],
    ],
    [[{ event: "a" }, { url: "x" }], undefined],
    [[], []],
  ])("knows its events: %j", (steps, expected) => {
    expect(actionEvents({ id: 1, name: "Act", steps })).toEqual(expected);
  });
});
