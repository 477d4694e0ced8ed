import { ENVIRONMENT_TABLES } from "@edgewise/core/sql/erase-environment.ts";
import { TABLES } from "@edgewise/db/warehouse/tables/index.ts";
import { expect, test } from "vitest";

test("every table of the warehouse is erased with its environment", () => {
  expect([...ENVIRONMENT_TABLES].sort()).toEqual(TABLES.map(({ name }) => name).sort());
});
