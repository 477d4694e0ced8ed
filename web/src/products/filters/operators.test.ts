import { OPERATOR_NAMES } from "@edgewise/core/flags/operators/registry.ts";
import { expect, it } from "vitest";
import { OPERATORS, operatorInfo } from "./operators.ts";

it.each(OPERATORS.map(({ id }) => id))("%s is an operator that flags know", (id) => {
  expect(OPERATOR_NAMES).toContain(id);
});

it.each([
  [null, "exact"],
  [undefined, "exact"],
  ["gt", "gt"],
  ["semver_tilde", "semver_tilde"],
])("operatorInfo(%s)", (id, expected) => expect(operatorInfo(id).id).toBe(expected));
