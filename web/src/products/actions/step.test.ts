import { describe, expect, it } from "vitest";
import { describeStep, isBlank, previewQuery, toSaved } from "./step.ts";
import { EMPTY_STEP, type Step } from "./types.ts";

const step = (part: Partial<Step>): Step => ({ ...EMPTY_STEP, ...part });
const plan = { type: "event", key: "plan", operator: "exact", value: ["team"] };
const half = { type: "event", key: "plan", operator: "exact", value: [] };

describe("isBlank", () => {
  it.each<[string, Partial<Step>, boolean]>([
    ["nothing", {}, true],
    ["an event", { event: "paid" }, false],
    ["a URL", { url: "/x" }, false],
    ["a filter", { properties: [plan] }, false],
    ["half a filter", { properties: [half] }, true],
    ["an element without autocapture", { text: "Buy" }, true],
  ])("%s", (_, part, expected) => expect(isBlank(step(part))).toBe(expected));
});

describe("describeStep", () => {
  it.each<[Partial<Step>, string]>([
    [{}, "Any event"],
    [{ event: "paid", properties: [plan] }, "paid where plan is team"],
    [
      { event: "$autocapture", text: "Buy", text_matching: "contains", url: "/cart" },
      "Autocapture where text contains “Buy” and URL contains /cart",
    ],
    [
      { event: "$pageview", url: "https://a.test/", url_matching: "exact" },
      "$pageview where URL is https://a.test/",
    ],
    [{ event: "paid", text: "left over" }, "paid"],
  ])("%j", (part, expected) => expect(describeStep(step(part))).toBe(expected));
});

it("saves neither half-typed filters nor element parts of other events", () => {
  const saved = toSaved(step({ event: "paid", text: "x", text_matching: "regex", properties: [plan, half] }));
  expect(saved).toEqual(step({ event: "paid", properties: [plan] }));
  expect(toSaved(step({ event: "$autocapture", text: "x" })).text).toBe("x");
});

it("asks for the events of a draft as any of its steps, each with all of its parts", () => {
  const query = previewQuery([
    step({ event: "it's", url: "/a'b", properties: [plan] }),
    step({ event: "$autocapture", text: "Buy", href: "/x", href_matching: "contains", selector: ".btn" }),
    step({ url: "^/y", url_matching: "regex" }),
  ]);
  expect(query.properties).toEqual({
    type: "OR",
    values: [
      {
        type: "AND",
        values: [
          { type: "hogql", key: "event = 'it\\'s'", value: null },
          { type: "hogql", key: "properties.$current_url like '%/a\\'b%'", value: null },
          plan,
        ],
      },
      {
        type: "AND",
        values: [
          { type: "hogql", key: "event = '$autocapture'", value: null },
          { type: "element", key: "selector", value: ".btn", operator: "exact" },
          { type: "element", key: "text", value: "Buy", operator: "exact" },
          { type: "element", key: "href", value: "/x", operator: "icontains" },
        ],
      },
      { type: "AND", values: [{ type: "event", key: "$current_url", operator: "regex", value: "^/y" }] },
    ],
  });
});
