import { describe, expect, it } from "vitest";
import { type GraphFlag, layOut } from "./layout.ts";

const flag = (id: number, ...needs: (string | number)[]): GraphFlag => ({
  id,
  key: `f${id}`,
  active: true,
  filters: {
    groups: [
      {
        properties: needs.map((key) => ({
          key: String(key),
          type: "flag",
          operator: "flag_evaluates_to",
          value: true,
        })),
      },
    ],
  },
});

const shown = (flags: readonly GraphFlag[], focus: number) => {
  const { nodes, edges } = layOut(flags, focus);
  return {
    nodes: nodes.map(({ flag: { key }, column, row }) => `${key}@${column},${row}`),
    edges: edges.map(({ from, to }) => `${nodes[from]!.flag.key}>${nodes[to]!.flag.key}`),
  };
};

describe("the graph of a flag", () => {
  it.each<[string, GraphFlag[], number, string[], string[]]>([
    ["alone", [flag(1), flag(2)], 1, ["f1@0,0"], []],
    [
      "what it needs, by key and by number",
      [flag(1), flag(2), flag(3, "f1", 2)],
      3,
      ["f1@0,0", "f2@0,1", "f3@1,0"],
      ["f1>f3", "f2>f3"],
    ],
    [
      "who needs it, also far away",
      [flag(1), flag(2, 1), flag(3, 2), flag(4)],
      1,
      ["f1@0,0", "f2@1,0", "f3@2,0"],
      ["f1>f2", "f2>f3"],
    ],
    [
      "the longest way counts",
      [flag(1), flag(2, 1), flag(3, 1, 2)],
      2,
      ["f1@0,0", "f2@1,0", "f3@2,0"],
      ["f1>f2", "f1>f3", "f2>f3"],
    ],
    ["something that is gone", [flag(1, "gone")], 1, ["f1@0,0"], []],
  ])("%s", (_name, flags, focus, nodes, edges) => expect(shown(flags, focus)).toEqual({ nodes, edges }));

  it("a circle ends", () => expect(shown([flag(1, 2), flag(2, 1)], 1).edges).toHaveLength(2));
});
