import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, type Line, type Part, partsWith } from "./body.ts";

const shared = Buffer.from("one\ntwo\nthree\n");
const view = (from: number, to: number): Line => ({ bytes: shared, from, to });

function body(...lines: Line[]): { text: string; parts: number; copied: boolean } {
  const parts: Part[] = [];
  for (const line of lines) partsWith(parts, line);
  const bytes = bodyOf(parts);
  return {
    text: Buffer.from(bytes).toString(),
    parts: parts.length,
    copied: bytes.buffer !== shared.buffer,
  };
}

describe("bodyOf", () => {
  it.each<[string, Line[], ReturnType<typeof body>]>([
    ["nothing", [], { text: "", parts: 0, copied: true }],
    ["text", ["a", "é"], { text: "a\né\n", parts: 1, copied: true }],
    [
      "one run",
      [view(0, 4), view(4, 8), view(8, 14)],
      { text: "one\ntwo\nthree\n", parts: 1, copied: false },
    ],
    ["a gap", [view(0, 4), view(8, 14)], { text: "one\nthree\n", parts: 2, copied: true }],
    ["backwards", [view(4, 8), view(0, 4)], { text: "two\none\n", parts: 2, copied: true }],
    ["the same twice", [view(0, 4), view(0, 4)], { text: "one\none\n", parts: 2, copied: true }],
    ["mixed", ["a", view(0, 4), "b", "c"], { text: "a\none\nb\nc\n", parts: 3, copied: true }],
    [
      "another buffer",
      [view(0, 4), { bytes: Buffer.from("x\n"), from: 0, to: 2 }],
      { text: "one\nx\n", parts: 2, copied: true },
    ],
  ])("%s", (_name, lines, expected) => {
    expect(body(...lines)).toEqual(expected);
  });

  it("is every line in order, whatever it came as", () => {
    const line = fc.record({ text: fc.string({ unit: "binary" }), asBytes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const all = Buffer.from(lines.map(({ text }) => `${text}\n`).join(""));
        let at = 0;
        const given = lines.map(({ text, asBytes }) => {
          const from = at;
          at += Buffer.byteLength(text) + 1;
          return asBytes ? { bytes: all, from, to: at } : text;
        });
        expect(body(...given).text).toBe(all.toString());
      }),
    );
  });
});
