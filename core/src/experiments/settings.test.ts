import { describe, expect, it } from "vitest";
import { ExperimentSettingsError, requireFraction, requireNonNegative, requirePositive } from "./settings.ts";

describe("settings out of range", () => {
  it.each([
    ["fraction 0", () => requireFraction("alpha", 0), 'Setting "alpha" is 0: use a number between 0 and 1.'],
    ["fraction 1", () => requireFraction("alpha", 1), 'Setting "alpha" is 1: use a number between 0 and 1.'],
    [
      "no number",
      () => requireFraction("w", Number.NaN),
      'Setting "w" is NaN: use a number between 0 and 1.',
    ],
    ["plan of 0", () => requirePositive("n_planned", 0), 'Setting "n_planned" is 0: use a positive number.'],
    [
      "endless",
      () => requirePositive("n", Number.POSITIVE_INFINITY),
      'Setting "n" is Infinity: use a positive number.',
    ],
    [
      "negative margin",
      () => requireNonNegative("margin", -1),
      'Setting "margin" is -1: use 0 or a positive number.',
    ],
  ])("%s names the setting, the value and the way out", (_, act, message) => {
    expect(act).toThrow(ExperimentSettingsError);
    expect(act).toThrow(message);
  });

  it.each([
    ["fraction", () => requireFraction("alpha", 0.05), 0.05],
    ["positive", () => requirePositive("n", 3), 3],
    ["zero margin", () => requireNonNegative("margin", 0), 0],
  ])("%s in range comes back", (_, act, value) => expect(act()).toBe(value));
});
