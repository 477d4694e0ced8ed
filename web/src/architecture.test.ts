import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = globSync("**/*.{ts,tsx}", { cwd: import.meta.dirname }).map((path) => ({
  path,
  text: readFileSync(`${import.meta.dirname}/${path}`, "utf8"),
}));

/** Files that import a package (or anything below it). */
function importers(name: string): string[] {
  const pattern = new RegExp(`from "${name}(/[^"]*)?"`);
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe("who may import what", () => {
  it.each([
    ["radix-ui", "ui/"],
    ["sonner", "ui/"],
    ["@tanstack/react-table", "ui/"],
    ["recharts", "charts/"],
    ["@codemirror", "products/sql/"],
    ["react-dom", "nobody"],
  ])("%s: only %s", (name, folder) => {
    expect(importers(name).filter((path) => !path.startsWith(folder))).toEqual([]);
  });
  it.each(["ui", "charts", "lib"])("%s knows no product", (folder) => {
    const wrong = importers("@/products").filter((path) => path.startsWith(`${folder}/`));
    expect(wrong).toEqual([]);
  });
});

it("no file is longer than 250 lines", () => {
  expect(files.filter(({ text }) => text.split("\n").length > 250).map(({ path }) => path)).toEqual([]);
});

it("pages are thin", () => {
  const pages = files.filter(({ path }) => path.startsWith("app/") && path.endsWith("/page.tsx"));
  expect(pages.filter(({ text }) => text.split("\n").length > 20).map(({ path }) => path)).toEqual([]);
});
