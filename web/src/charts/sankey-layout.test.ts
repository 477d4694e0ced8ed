import { describe, expect, it } from "vitest";
import { layoutSankey, type PathLink, splitNode } from "./sankey-layout.ts";

const link = (source: string, target: string, value: number): PathLink => ({
  source,
  target,
  value,
  time: 0,
});
const size = { width: 600, height: 300, gap: 8, nodeWidth: 10, slot: 20 };
const links = [link("1_a", "2_b", 6), link("1_a", "2_c", 2), link("2_b", "3_d", 4), link("1_x", "2_c", 1)];
const layout = layoutSankey(links, size);
const node = (id: string) => layout.nodes.find((item) => item.id === id);

describe("layoutSankey", () => {
  it("puts each step in a column, the most used on top", () => {
    expect(layout.nodes.map(({ id, step }) => [id, step])).toEqual([
      ["1_a", 0],
      ["1_x", 0],
      ["2_b", 1],
      ["2_c", 1],
      ["3_d", 2],
    ]);
    expect([node("1_a")?.x, node("2_b")?.x, node("3_d")?.x]).toEqual([0, 295, 590]);
  });
  it("draws everything to one scale", () => {
    const scale = (node("1_a")?.height ?? 0) / 8;
    expect(node("2_b")?.height).toBeCloseTo(6 * scale);
    for (const { link: one, width } of layout.ribbons)
      expect(width).toBeCloseTo(Math.max(one.value * scale, 1));
  });
  it("says who goes no further", () =>
    expect([node("2_b")?.ended, node("3_d")?.ended, node("1_a")?.ended]).toEqual([2, 4, 0]));
  it("keeps ribbons inside of their nodes and apart from each other", () => {
    for (const ribbon of layout.ribbons) {
      expect(ribbon.y0).toBeGreaterThanOrEqual(ribbon.from.y);
      expect(ribbon.y0 + ribbon.width).toBeLessThanOrEqual(ribbon.from.y + ribbon.from.height + 1e-6);
      expect(ribbon.y1 + ribbon.width).toBeLessThanOrEqual(ribbon.to.y + ribbon.to.height + 1e-6);
    }
    const [first, second] = layout.ribbons
      .filter(({ from }) => from.id === "1_a")
      .toSorted((a, b) => a.y0 - b.y0);
    expect((first?.y0 ?? 0) + (first?.width ?? 0)).toBeLessThanOrEqual((second?.y0 ?? 0) + 1e-6);
  });
  it("leaves room for names", () => {
    expect((node("1_x")?.y ?? 0) - (node("1_a")?.y ?? 0)).toBeGreaterThanOrEqual(size.slot + size.gap);
  });
  it("draws nothing from nothing", () =>
    expect(layoutSankey([], size)).toMatchObject({ nodes: [], ribbons: [], height: 0 }));
});

it.each([
  ["3_https://x/a_b", { step: 2, name: "https://x/a_b" }],
  ["1_", { step: 0, name: "" }],
  ["plain", { step: 0, name: "plain" }],
])("splitNode(%s)", (id, expected) => expect(splitNode(id)).toEqual(expected));
