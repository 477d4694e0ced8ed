import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { anchorOf, siteLink } from "./link";
import { DOCS } from "./nav";

const docs = path.join(import.meta.dirname, "../../../../docs");

test.each([
  ["event-path.md", "flags", "/docs/event-path"],
  ["../deploy.md#4-web-app", "guides/one-machine", "/docs/deploy#4-web-app"],
  ["engines/chdb.md", "architecture", "/docs/engines/chdb"],
  ["engines/", "architecture", "/docs/engines"],
  ["../CONTRIBUTING.md", "architecture", null],
  ["https://example.com", "flags", "https://example.com"],
  ["#here", "flags", "#here"],
  ["/signup", "guides/getting-started", "/signup"],
])("%s in %s leads to %s", (href, from, target) => {
  expect(siteLink(href, from)).toBe(target);
});

test("anchors", () => expect(anchorOf("4. Web app: Next.js")).toBe("4-web-app-nextjs"));

describe("the documentation", () => {
  it("is on the site as a whole", () => {
    const files = globSync("**/*.md", { cwd: docs }).map((file) => file.replace(/\.md$/, ""));
    expect(DOCS.map(({ path: page }) => page).sort()).toEqual(files.sort());
  });

  it.each(DOCS.map(({ path: page }) => [page]))("%s links to files that exist", (page) => {
    const file = path.join(docs, `${page}.md`);
    const links = [...readFileSync(file, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const local = links.filter((link) => !/^([a-z]+:|[#/])/.test(link));
    const broken = local.filter(
      (link) => !existsSync(path.join(path.dirname(file), link.split("#")[0] ?? "")),
    );
    expect(broken).toEqual([]);
  });
});
