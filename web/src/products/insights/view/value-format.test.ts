import { expect, it } from "vitest";
import { valueFormat } from "./value-format.ts";

it.each([
  ["plain", undefined, 1234.567, "1,234.57"],
  ["digits", { decimalPlaces: 0 }, 12.7, "13"],
  ["at least as many digits", { decimalPlaces: 3 }, 1, "1.000"],
  ["short", { aggregationAxisFormat: "short" }, 12_345, "12.35K"],
  ["percent", { aggregationAxisFormat: "percentage" }, 12.5, "12.5 %"],
  ["a share", { aggregationAxisFormat: "percentage_scaled" }, 0.125, "12.5 %"],
  ["seconds", { aggregationAxisFormat: "duration" }, 90, "1 min 30 s"],
  ["milliseconds", { aggregationAxisFormat: "duration_ms" }, 1500, "1.5 s"],
  ["before and after", { aggregationAxisPrefix: "~", aggregationAxisPostfix: " kg" }, 5, "~5 kg"],
  ["money", { aggregationAxisFormat: "currency", decimalPlaces: 2 }, 5, "$5.00"],
  ["what it doesn't know", { aggregationAxisFormat: "parsec" }, 5, "5"],
])("valueFormat: %s", (_name, axis, value, expected) => expect(valueFormat(axis)(value)).toBe(expected));
