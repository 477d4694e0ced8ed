import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const manifests = globSync("*/manifest.ts", { cwd: import.meta.dirname }).map((path) =>
  readFileSync(`${import.meta.dirname}/${path}`, "utf8"),
);

test.each(["key", "path", "shortcut"])("no two products share a %s", (field) => {
  const values = manifests.map((text) => new RegExp(`^  ${field}: "([^"]+)"`, "m").exec(text)?.[1]);
  expect(values.every(Boolean)).toBe(true);
  expect(new Set(values).size, values.join(" ")).toBe(manifests.length);
});
