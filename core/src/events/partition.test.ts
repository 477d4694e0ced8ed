import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partitionName, partitionOf } from "./partition.ts";

describe("partitionOf", () => {
  it("stays in range and is stable", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.integer({ min: 1, max: 64 }), (env, id, n) => {
        const index = partitionOf(env, id, n);
        return index >= 0 && index < n && index === partitionOf(env, id, n);
      }),
    );
  });

  it("never changes: data already lives where these say", () => {
    const at = (env: number, id: string) => partitionOf(env, id, 16);
    expect([
      at(1, "user-1"),
      at(1, "user-2"),
      at(2, "user-1"),
      at(1, ""),
      at(1, "😀"),
    ]).toMatchInlineSnapshot(`
      [
        14,
        6,
        5,
        7,
        11,
      ]
    `);
  });

  it.each([2, 4, 16])("spreads sequential IDs over %s partitions", (n) => {
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < 8000; i++) counts[partitionOf(1, `user-${i}`, n)]!++;
    for (const count of counts) expect(Math.abs(count - 8000 / n)).toBeLessThan((8000 / n) * 0.2);
  });

  it("names objects", () => {
    expect(partitionName(3)).toBe("p3");
  });
});
