import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { collectStaticAssets } from "./static-assets.ts";

describe("collectStaticAssets", () => {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-static-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("lays out several versions, the newest also without version, and again into the same folder", async () => {
    const versions = await collectStaticAssets(folder);
    expect(await collectStaticAssets(folder)).toEqual(versions);
    expect(versions.length).toBeGreaterThan(1);
    for (const version of versions) {
      const text = readFileSync(join(folder, "static", version, "array.js"), "utf8");
      expect(text).toContain(version);
      expect(existsSync(join(folder, "static", version, "lazy-recorder.js"))).toBe(true);
    }
    expect(readFileSync(join(folder, "static", "array.js"), "utf8")).toContain(versions[0]);
    expect(existsSync(join(folder, "static", "toolbar.js"))).toBe(true);
  });
});
