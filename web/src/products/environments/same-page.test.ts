import { expect, it } from "vitest";
import { samePage } from "./same-page.ts";

it.each([
  ["/project/1/flags", "/project/7/flags"],
  ["/project/1/flags/12", "/project/7/flags"],
  ["/project/1/persons/abc", "/project/7/persons"],
  ["/project/1/settings/keys", "/project/7/settings/keys"],
  ["/project/1/data/actions/3", "/project/7/data/actions"],
  ["/project/1", "/project/7/live"],
])("%s leads to %s", (pathname, expected) => expect(samePage(pathname, 7)).toBe(expected));
