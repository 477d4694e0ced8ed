import { expect, it } from "vitest";
import { tableWith } from "./table.ts";

const text = (mark: string, sums: string, counts: string) =>
  [
    `Each is tried: ${counts}.`,
    "| resource | works | not yet |",
    "| --- | ---: | ---: |",
    `| Flags | ${sums} |`,
    "## Flags",
    "| tool | |",
    `| \`flag-get\` | ${mark} |`,
    "| `flag-spell` | not yet |",
  ].join("\n");

it("marks each tool, and adds up", () => {
  const before = text("not yet", "0 | 2", "0 work, 2 do not");
  const after = text("works", "1 | 1", "1 work, 1 do not");
  expect(tableWith(before, new Set(["flag-get", "unknown"]))).toBe(after);
  expect(tableWith(after, new Set())).toBe(before);
});
