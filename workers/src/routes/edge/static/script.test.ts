import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collectStaticAssets } from "../../../../../scripts/static-assets.ts";
import type { EdgeEnv } from "../../../env.ts";
import { sdkRoute } from "../cors.ts";
import { staticScript } from "./script.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-scripts-"));
let versions: string[] = [];
beforeAll(async () => {
  versions = await collectStaticAssets(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The asset binding: files of a folder, as on Cloudflare and in workerd's disk service. */
const STATIC = {
  async fetch(url: string): Promise<Response> {
    const path = join(folder, new URL(url).pathname);
    return existsSync(path) ? new Response(readFileSync(path)) : new Response(null, { status: 404 });
  },
} as unknown as Fetcher;

const app = new Hono<{ Bindings: EdgeEnv }>().all("/static/*", sdkRoute(staticScript));
const get = (path: string) =>
  app.request(path, { headers: { origin: "https://a.example" } }, { STATIC } as Partial<EdgeEnv>);

describe("/static/…", () => {
  it("serves several versions for good and the newest for an hour", async () => {
    for (const version of versions) {
      const response = await get(`/static/${version}/array.js`);
      expect([response.status, response.headers.get("cache-control")]).toEqual([
        200,
        "public, max-age=31536000, immutable",
      ]);
      expect(await response.text()).toContain(version);
    }
    const toolbar = await get("/static/1.449.2/toolbar.js");
    expect(await toolbar.text()).toContain("ph_load_toolbar");
    expect(toolbar.headers.get("cache-control")).toBe("public, max-age=3600");
    const newest = await get("/static/array.js");
    expect([newest.status, newest.headers.get("cache-control")]).toEqual([200, "public, max-age=3600"]);
    expect(newest.headers.get("content-type")).toContain("javascript");
    expect(newest.headers.get("access-control-allow-origin")).toBe("https://a.example");
  });

  it("takes the version of ?v= when we have it, else the newest", async () => {
    const older = versions.at(-1)!;
    expect(await (await get(`/static/array.js?v=${older}`)).text()).toContain(older);
    expect(await (await get("/static/array.js?v=0.0.1")).text()).toContain(versions[0]);
  });

  it.each(["/static/0.0.1/array.js", "/static/nope.js", "/static/array.js.map", "/static/..%2Fsecret.js"])(
    "%s is a real 404 with CORS",
    async (path) => {
      const response = await get(path);
      expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([
        404,
        "https://a.example",
      ]);
      expect(await response.text()).not.toContain("<");
    },
  );
});
