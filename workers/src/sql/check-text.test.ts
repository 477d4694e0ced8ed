import { describe, expect, it } from "vitest";
import { checkText } from "./check-text.ts";

const many = (count: number, text: string): string => text.repeat(count);

describe("checkText", () => {
  it.each([
    ["a plain query", "select event, count() from events where a = 'b' and c > 1 group by event"],
    [
      "brackets in text",
      `select '${many(500, "(")}', "${many(500, "[")}", 1 -- ${many(500, "{")}\n/* ${many(500, "(")} */`,
    ],
    ["a long list", `select a in (${many(9000, "'abcdef', ")}'x')`],
    ["many columns", `select ${many(2000, "a.b + 1 as c, ")}1`],
    ["a hundred conditions", `select 1 where ${Array(100).fill("a.b = 1").join(" and ")}`],
    ["quotes doubled and escaped", "select 'it''s', 'a\\'b(', `x`"],
  ])("lets %s pass", (_name, text) => {
    expect(checkText(text)).toBeNull();
  });

  it.each([
    ["length", many(300_000, "x"), /longer than/],
    ["brackets", `select ${many(200, "(")}1${many(200, ")")}`, /nested too deeply/],
    ["sums", `select ${many(60_000, "1+")}1`, /more than 200 operators/],
    ["signs", `select ${many(1000, "- ")}1`, /more than 200 operators/],
    ["NOTs", `select ${many(1000, "not ")}1`, /more than 200 operators/],
    ["CASEs", `select ${many(1000, "case when 1 then ")}1`, /more than 200 operators/],
    ["casts", `select 1${many(1000, "::int")}`, /more than 200 operators/],
    ["comparisons", `select 1${many(1000, "=1")}`, /more than 200 operators/],
    ["dots", `select a${many(1000, ".b")}`, /more than 200 operators/],
    ["indexes", `select a${many(1000, "[1]")}`, /more than 200 operators/],
    ["unions", `${many(1000, "select 1 union all ")}select 1`, /more than 200 operators/],
  ])("refuses too many %s, and says where", (_name, text, message) => {
    expect(checkText(text)?.message).toMatch(message);
  });
});
