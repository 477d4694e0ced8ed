import { describe, expect, it } from "vitest";
import * as z from "zod";
import { docsPage } from "./api-docs.ts";
import { route } from "./route.ts";

const html = docsPage(
  [
    route({
      method: "post",
      paths: ["/api/projects/:project_id/things/"],
      access: { kind: "project", scope: "survey:write" },
      summary: "Make <b>things</b> & more",
      tag: "things",
      query: z.object({ limit: z.string() }),
      body: z.object({ name: z.string().describe("<script>alert(1)</script>") }),
      response: z.object({ id: z.number() }),
      handler: async () => ({ id: 1 }),
    }),
    route({
      method: "get",
      paths: ["/api/health/"],
      access: { kind: "public" },
      summary: "Health",
      tag: "about",
      handler: async () => undefined,
    }),
  ],
  "https://edge.test",
);

describe("the page of the API", () => {
  it.each([
    "<b>post</b><code>/api/projects/{project_id}/things/</code>",
    "Make &lt;b&gt;things&lt;/b&gt; &amp; more",
    "Required scope: `survey:write`",
    "<code>limit</code> in query, required",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p>Answer 200</p>",
    '<a href="#about">about</a><a href="#things">things</a>',
    "<code>https://edge.test</code>",
  ])("shows %s", (text) => {
    expect(html).toContain(text);
  });

  it("loads nothing", () => {
    expect(html).not.toMatch(/<script|<link|<img|\bsrc=|@import|url\(/);
  });
});
