import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashSources } from "./web.ts";

let root: string;
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "edgewise-sources-"));
  write("web/src/app/page.tsx", "export default () => null;");
  write("web/src/app/sitemap.xml/route.ts", "export const GET = () => null;");
  write("web/next.config.ts", "export default {};");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the web app's sources", () => {
  test.each([
    ["what a build writes", "web/next-env.d.ts"],
    ["a test", "web/src/app/page.test.tsx"],
    ["what another part is made of", "workers/src/env.ts"],
  ])("are the same with %s", (_name, file) => {
    const before = hashSources(root);
    write(file, "// new");
    expect(hashSources(root)).toBe(before);
  });

  test.each([
    ["a page", "web/src/app/page.tsx"],
    ["a file of a folder that is named like one", "web/src/app/sitemap.xml/route.ts"],
    ["a setting", "web/next.config.ts"],
    ["a page of the docs", "docs/new.md"],
    ["domain code", "core/src/flags/evaluate.ts"],
    ["a package", "package-lock.json"],
  ])("are others with another text of %s", (_name, file) => {
    const before = hashSources(root);
    write(file, "// new");
    expect(hashSources(root)).not.toBe(before);
  });
});
