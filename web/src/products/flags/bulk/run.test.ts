import { describe, expect, it } from "vitest";
import { ApiError } from "../../../lib/api/error.ts";
import { type BulkAction, runBulk } from "./run.ts";

const flags = [
  { id: 1, key: "one" },
  { id: 2, key: "two" },
];
const asked: string[] = [];

/** An API that answers as it is told. */
const answering =
  (answer: (path: string) => object) =>
  async <T>(path: string, body: object): Promise<T> => {
    asked.push(`${path} ${JSON.stringify(body)}`);
    const found = answer(path);
    if (found instanceof Error) throw found;
    return found as T;
  };

describe("several flags at once", () => {
  it.each<[BulkAction, string[]]>([
    [{ kind: "on" }, ["1/enable/ {}", "2/enable/ {}"]],
    [{ kind: "archive" }, ["1/archive/ {}", "2/archive/ {}"]],
    [{ kind: "delete" }, ['bulk_delete/ {"ids":[1,2]}']],
    [{ kind: "tag", tag: "old" }, ['bulk_update_tags/ {"ids":[1,2],"action":"add","tags":["old"]}']],
    [{ kind: "untag", tag: "old" }, ['bulk_update_tags/ {"ids":[1,2],"action":"remove","tags":["old"]}']],
  ])("%j", async (action, calls) => {
    asked.length = 0;
    expect(
      await runBulk(
        answering(() => ({})),
        7,
        flags,
        action,
      ),
    ).toEqual({ done: 2, refused: [] });
    expect(asked).toEqual(calls.map((call) => `/api/projects/7/feature_flags/${call}`));
  });

  it("says which ones refused, and does the others", async () => {
    const refusal = new ApiError(409, { code: "approval_required", detail: "Waits.", attr: null });
    const first = answering((path) => (path.includes("/1/") ? refusal : {}));
    expect(await runBulk(first, 7, flags, { kind: "on" })).toEqual({ done: 1, refused: ["one: Waits."] });
    const needed = answering(() => ({ errors: [{ key: "two", reason: "Needed." }] }));
    expect(await runBulk(needed, 7, flags, { kind: "delete" })).toEqual({
      done: 1,
      refused: ["two: Needed."],
    });
    const lost = answering(() => ({ skipped: [{ id: 1, reason: "Not found" }] }));
    expect(await runBulk(lost, 7, flags, { kind: "tag", tag: "x" })).toEqual({
      done: 1,
      refused: ["one: Not found"],
    });
  });
});
