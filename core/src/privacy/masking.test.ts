import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../events/types.ts";
import { compileMask, type MaskingRule, maskingProblem } from "./masking.ts";

const rule = (
  by: MaskingRule["by"],
  what: string,
  action: MaskingRule["action"],
  event = "",
): MaskingRule => ({
  event,
  by,
  what,
  action,
});
const masked = (rules: MaskingRule[], properties: JsonObject, rest: JsonObject = {}) => {
  const event: JsonObject = { event: "e", properties: structuredClone(properties), ...rest };
  const count = compileMask(rules, "secret")?.(event) ?? 0;
  return { event, properties: event.properties, count };
};

test("no rules, no function", () => {
  expect(compileMask([], "secret")).toBeNull();
});

describe("what is hidden", () => {
  test.each<[string, MaskingRule[], JsonObject, JsonObject]>([
    ["a name", [rule("name", "email", "drop")], { email: "a@b.de", plan: 1 }, { plan: 1 }],
    [
      "names by pattern",
      [rule("name", "user_*, *phone", "redact")],
      { user_x: 1, tel_phone: "1", z: 2 },
      { user_x: "[redacted]", tel_phone: "[redacted]", z: 2 },
    ],
    [
      "names in $set",
      [rule("name", "email", "drop")],
      { $set: { email: "a@b.de", n: 1 } },
      { $set: { n: 1 } },
    ],
    [
      "names deep down",
      [rule("name", "password, card", "drop")],
      {
        form: { Password: "p", name: "n" },
        list: [{ card: "1", n: 1 }, [{ card: 2 }]],
        $set: { a: { password: 1 } },
      },
      { form: { name: "n" }, list: [{ n: 1 }, [{}]], $set: { a: {} } },
    ],
    [
      "no value by a name, no group by its type",
      [rule("name", "company", "redact")],
      { list: ["company"], $groups: { company: "acme" } },
      { list: ["company"], $groups: { company: "acme" } },
    ],
    [
      "addresses within texts",
      [rule("value", "email", "redact")],
      { u: "/x?m=ada@example.test&b=1" },
      { u: "/x?m=[email]&b=1" },
    ],
    [
      "addresses deep down",
      [rule("value", "email", "redact")],
      { a: [{ b: "ada@example.test" }] },
      { a: [{ b: "[email]" }] },
    ],
    [
      "card numbers",
      [rule("value", "card", "redact")],
      { t: "pay 4111 1111 1111 1111 now", n: 4111111111111111 },
      { t: "pay [card] now", n: "[card]" },
    ],
    [
      "no numbers that are no cards",
      [rule("value", "card", "redact")],
      { t: "4111111111111112", at: 1795357765123 },
      { t: "4111111111111112", at: 1795357765123 },
    ],
    [
      "phone numbers",
      [rule("value", "phone", "redact")],
      { t: "call +49 (30) 1234-567" },
      { t: "call [phone]" },
    ],
    [
      "account numbers",
      [rule("value", "iban", "redact")],
      { t: "DE89 3704 0044 0532 0130 00" },
      { t: "[iban]" },
    ],
    [
      "what a pattern finds",
      [rule("pattern", "sk_[a-z0-9]{4,}", "redact")],
      { t: "key sk_abcd1 end" },
      { t: "key [redacted] end" },
    ],
    ["the whole property", [rule("value", "email", "drop")], { m: "ada@example.test", n: 1 }, { n: 1 }],
    [
      "nothing of other events",
      [rule("name", "email", "drop", "other")],
      { email: "a@b.de" },
      { email: "a@b.de" },
    ],
    [
      "no identity by its value",
      [rule("value", "email", "redact")],
      { distinct_id: "ada@example.test" },
      { distinct_id: "ada@example.test" },
    ],
    ["identity by its name", [rule("name", "$device_id", "drop")], { $device_id: "d" }, {}],
  ])("%s", (_, rules, properties, expected) => {
    expect(masked(rules, properties).properties).toEqual(expected);
  });

  test("is counted", () => {
    expect(masked([rule("value", "email", "redact")], { a: "x@y.de", b: ["z@y.de"], c: 1 }).count).toBe(2);
  });

  test("$set beside the properties", () => {
    const { event } = masked([rule("name", "email", "drop")], {}, { $set: { email: "a@b.de" } });
    expect(event.$set).toEqual({});
  });
});

test("codes are the same for the same value and secret, and don't show the value", () => {
  const code = (secret: string, email: string) => {
    const event: JsonObject = { event: "e", properties: { email } };
    compileMask([rule("name", "email", "hash")], secret)?.(event);
    return String((event.properties as JsonObject).email);
  };
  expect(code("s", "a@b.de")).toBe(code("s", "a@b.de"));
  expect(new Set([code("s", "a@b.de"), code("t", "a@b.de"), code("s", "c@b.de")]).size).toBe(3);
  expect(code("s", "a@b.de")).toMatch(/^hash_[\da-f-]{36}$/);
});

test.each<[MaskingRule, RegExp | null]>([
  [rule("pattern", "(a+)+$", "redact"), null],
  [rule("pattern", "(?=x)", "redact"), /can't be used/],
  [rule("pattern", "a*", "redact"), /more exact/],
  [rule("value", "shoe size", "redact"), /no kind of value/],
  [rule("name", " ", "drop"), /Say what/],
])("%j", (given, problem) => {
  const found = maskingProblem(given);
  if (problem) expect(found).toMatch(problem);
  else expect(found).toBeNull();
});

test("no address is left anywhere, whatever the event looks like", () => {
  const text = fc.oneof(fc.string(), fc.constant("ada@example.test"), fc.constant("x ada@example.test y"));
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      text,
      fc.integer(),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie("any"), { maxKeys: 3 }),
    ),
  })).any;
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (properties) => {
      const plain = JSON.parse(JSON.stringify(properties)) as JsonObject;
      for (const name of Object.keys(plain)) if (name.includes("@")) delete plain[name];
      const values = JSON.stringify(
        Object.values(masked([rule("value", "email", "redact")], plain).properties as object),
      );
      expect(values).not.toContain('"ada@example.test"');
    }),
  );
});
