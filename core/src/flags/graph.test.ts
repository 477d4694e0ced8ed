import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependsOn, inCohort, makeCohort, makeFlag } from "./fixture.ts";
import { dependenciesOf, findCycle, orderNodes } from "./graph.ts";

describe("orderNodes", () => {
  it.each<[string, number[][], number[], number[]]>([
    ["nothing", [], [], []],
    ["a chain", [[1], [2], []], [2, 1, 0], []],
    ["a diamond", [[1, 2], [3], [3], []], [3, 1, 2, 0], []],
    ["a circle and who depends on it", [[1], [0], [0], []], [3], [0, 1, 2]],
    ["something missing, further down", [[1], [-1], []], [2], [0, 1]],
    ["itself", [[0]], [], [0]],
    ["the same twice", [[1, 1], []], [1, 0], []],
  ])("%s", (_name, edges, order, broken) => {
    const found = orderNodes(edges);
    expect([...found.order]).toEqual(order);
    expect([...found.broken].sort()).toEqual(broken);
  });

  it.each<[string, number[][], readonly number[] | null]>([
    ["no way", [[1], [2], []], null],
    ["a loop", [[0]], [0, 0]],
    ["the shortest way", [[1, 2], [2], [3], [0]], [0, 2, 3, 0]],
    ["a circle elsewhere", [[1], [2], [1]], null],
    ["something missing", [[-1, 1], [0]], [0, 1, 0]],
  ])("finds the way back: %s", (_name, edges, way) => expect(findCycle(edges, 0)).toEqual(way));

  it("puts each node after what it depends on", () => {
    const graph = fc
      .integer({ min: 1, max: 12 })
      .chain((size) =>
        fc.array(fc.array(fc.integer({ min: -1, max: size - 1 })), { minLength: size, maxLength: size }),
      );
    fc.assert(
      fc.property(graph, (edges) => {
        const { order, broken } = orderNodes(edges);
        expect(order.length + broken.size).toBe(edges.length);
        for (const [place, node] of order.entries()) {
          for (const target of edges[node]!) expect(order.indexOf(target)).toBeLessThan(place);
          for (const target of edges[node]!) expect(order).toContain(target);
        }
      }),
    );
  });
});

describe("dependenciesOf", () => {
  it("looks into super conditions and cohorts of cohorts, once each", () => {
    const cohorts = [
      makeCohort(1, {
        type: "AND",
        values: [{ type: "OR", values: [{ ...dependsOn("deep") }] }, { ...inCohort(2) }],
      }),
      makeCohort(2, { type: "AND", values: [{ ...inCohort(1) }, { ...dependsOn("deeper") }] }),
    ];
    const flag = makeFlag(
      "flag",
      [{ properties: [dependsOn("a"), dependsOn("a", false)] }, { properties: [inCohort(1)] }],
      {
        super_groups: [{ properties: [dependsOn("b")] }],
      },
    );
    const byId = new Map(cohorts.map((cohort) => [String(cohort.id), cohort]));
    expect(dependenciesOf(flag, byId)).toEqual(["a", "deep", "deeper", "b"]);
  });
});
