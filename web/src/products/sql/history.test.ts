import { describe, expect, it } from "vitest";
import { parseHistory, remember } from "./history.ts";

const entry = (sql: string, at = 1) => ({ sql, at, rows: null });

describe("remember", () => {
  it("puts the newest in front and each text once", () => {
    const history = [entry("select 1", 1), entry("select 2", 2)];
    expect(remember(history, entry(" select 2 ", 3)).map(({ at }) => at)).toEqual([3, 1]);
  });
  it("keeps fifty", () => {
    let history = remember([], entry("select 0"));
    for (let i = 1; i < 70; i++) history = remember(history, entry(`select ${i}`));
    expect([history.length, history[0]?.sql]).toEqual([50, "select 69"]);
  });
});

it.each([
  [null, []],
  ["not json", []],
  ['{"a":1}', []],
  ['[{"sql":"x"},{"sql":"y","at":1,"rows":null},null]', [entry("y")]],
])("parseHistory(%j)", (text, expected) => expect(parseHistory(text)).toEqual(expected));
