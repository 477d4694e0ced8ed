import { expect, test } from "vitest";
import { GOALS, goalOf, pathOf } from "./goals";

test.each(GOALS.map((goal) => [goal.key, goal] as const))(
  "%s leads to an insight, a flag and a colleague",
  (_, goal) => {
    const keys = goal.tasks.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining(["insight", "flag", "invite"]));
    expect(new Set(keys).size).toBe(keys.length);
  },
);

test("an unknown goal is the first", () => expect(goalOf("nothing")).toBe(GOALS[0]));

test("the first insight asks for an event that is there", () => {
  const insight = GOALS[0]!.tasks.find(({ key }) => key === "insight")!;
  expect(pathOf(insight, null)).toBe("/insights/new");
  const asked = new URL(pathOf(insight, "order placed & paid"), "http://web").searchParams.get("q") ?? "";
  expect(JSON.parse(asked)).toMatchObject({ series: [{ event: "order placed & paid" }] });
  const flag = GOALS[0]!.tasks.find(({ key }) => key === "flag")!;
  expect(pathOf(flag, "signed_up")).toBe(flag.path);
});
