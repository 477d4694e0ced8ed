import { expect, it } from "vitest";
import { activityWords } from "./activity-words.ts";

it.each([
  ["updated", "updated this flag"],
  ["approved_change", "approved a waiting change"],
  ["asked_for_approval", "asked for a second person's approval"],
])("%s reads %s", (activity, words) => expect(activityWords(activity)).toBe(words));
