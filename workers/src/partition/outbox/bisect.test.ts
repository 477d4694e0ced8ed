import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result, WarehouseError } from "../../ports/warehouse.ts";
import { bisect } from "./bisect.ts";

const rejected: Result<void, WarehouseError> = { ok: false, error: { code: "rejected", message: "bad row" } };
const done: Result<void, WarehouseError> = { ok: true, value: undefined };

describe("bisect", () => {
  it("finds exactly the poisoned rows, stores the others once, and names parts alike each time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }), async (poisonous) => {
        const rows = poisonous.map((bad, i) => `${bad ? "bad" : "good"}-${i}`);
        const parts: string[] = [];
        const stored: string[] = [];
        const insert = async (ndjson: string, part: string) => {
          parts.push(part);
          const lines = ndjson.trimEnd().split("\n");
          if (lines.some((line) => line.startsWith("bad"))) return rejected;
          stored.push(...lines);
          return done;
        };
        const result = await bisect(rows, insert);
        const allBad = poisonous.every(Boolean) && rows.length >= 40;
        if (allBad) return void expect(result.ok).toBe(false);
        if (!result.ok) return;
        expect(result.value.map((one) => one.row)).toEqual(rows.filter((row) => row.startsWith("bad")));
        expect(stored).toEqual(rows.filter((row) => row.startsWith("good")));
        expect(new Set(parts).size).toBe(parts.length);
        const again: string[] = [];
        await bisect(rows, (ndjson, part) => {
          again.push(part);
          return insert(ndjson, part);
        });
        expect(again).toEqual(parts.slice(0, again.length));
      }),
    );
  });

  it("stops at an error that is no refusal", async () => {
    const down: Result<void, WarehouseError> = { ok: false, error: { code: "unavailable", message: "down" } };
    let calls = 0;
    const result = await bisect(["a", "b", "c"], async () => (++calls === 1 ? rejected : down));
    expect(result).toEqual(down);
    expect(calls).toBe(2);
  });

  it("gives up when rows are refused without end: it is not the rows", async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => String(i));
    let calls = 0;
    const result = await bisect(rows, async () => {
      calls += 1;
      return rejected;
    });
    expect(result).toMatchObject({ ok: false, error: { code: "rejected" } });
    expect(calls).toBeLessThan(200);
  });
});
