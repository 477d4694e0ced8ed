import { describe, expect, it } from "vitest";
import { assetPaths } from "./static-scripts.ts";

describe("assetPaths", () => {
  it.each<[string, string | undefined, string[]]>([
    ["/static/array.js", undefined, ["/static/array.js"]],
    ["/static/1.449.2/surveys.js", undefined, ["/static/1.449.2/surveys.js"]],
    ["/static/surveys.js", "1.442.0", ["/static/1.442.0/surveys.js", "/static/surveys.js"]],
    ["/static/surveys.js", "../../secret", ["/static/surveys.js"]],
    ["/static/toolbar.js", undefined, ["/static/toolbar.js"]],
    ["/static/1.449.2/toolbar.js", "1.449.2", ["/static/toolbar.js"]],
    ["/static/../array.js", undefined, []],
    ["/static/latest/array.js", undefined, []],
    ["/static/1.449.2/sub/array.js", undefined, []],
    ["/static/array.js.map", undefined, []],
    ["/static/", undefined, []],
  ])("%s ?v=%s", (path, wanted, expected) => {
    expect(assetPaths(path, wanted)).toEqual(expected);
  });
});
