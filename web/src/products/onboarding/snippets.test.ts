import { describe, expect, it } from "vitest";
import { SNIPPETS, snippetOf } from "./snippets.ts";

const input = { token: "phc_TestToken123", host: "https://edge.example.test" };

describe.each(SNIPPETS.map((snippet) => [snippet.key, snippet] as const))("%s", (_key, snippet) => {
  it("carries the real token and host, each ready to run", () => {
    const code = snippet.code(input);
    expect(code).toContain(input.token);
    expect(code).toContain(input.host);
    expect(code).not.toMatch(/undefined|<token>|YOUR_/i);
  });
});

it("snippetOf falls back to the first", () => {
  expect(snippetOf("go").key).toBe("go");
  expect(snippetOf("cobol").key).toBe(SNIPPETS[0]?.key);
});

it("curl's body is valid JSON", () => {
  const code = snippetOf("curl").code(input);
  expect(JSON.parse(code.slice(code.indexOf("'") + 1, code.lastIndexOf("'")))).toMatchObject({
    api_key: input.token,
    distinct_id: "user-1",
  });
});
