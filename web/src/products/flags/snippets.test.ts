import { describe, expect, it } from "vitest";
import { CONFIG_SNIPPETS, FLAG_SNIPPETS } from "./snippets.ts";

const input = { key: "my-flag", variant: "blue", token: "phc_x", host: "https://e.test" };

describe.each(FLAG_SNIPPETS.map((snippet) => [snippet.key, snippet] as const))("%s", (key, snippet) => {
  it.each([true, false])("multivariate %s names the flag", (multivariate) => {
    const code = snippet.code({ ...input, multivariate });
    expect(code).toContain('"my-flag"');
    expect(code.includes('"blue"')).toBe(multivariate && key !== "curl");
    expect(code).not.toMatch(/undefined|null/);
  });
});

describe.each(CONFIG_SNIPPETS.map((snippet) => [snippet.key, snippet] as const))("%s", (_key, snippet) => {
  it("reads the configuration with a secret key that is not in the code", () => {
    const code = snippet.code({ ...input, multivariate: false });
    expect(code).toContain("my-flag");
    expect(code).toContain("EDGEWISE_SECRET_KEY");
  });
});
