import { expect, test } from "vitest";
import { GOALS, goalOf } from "./goals";

test.each(GOALS.map((goal) => [goal.key, goal] as const))(
  "%s leads to an insight, a flag and a colleague",
  (_, goal) => {
    const keys = goal.tasks.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["insight", "flag", "invite"]));
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test("an unknown goal is the first", () => expect(goalOf("nothing")).toBe(GOALS[0]));
