import { TABLES } from "@edgewise/core/sql/schema/registry.ts";
import type { PropertyName } from "./properties.ts";

/** Columns of a session that can be filtered and broken down by. */
export function sessionProperties(): PropertyName[] {
  const types = { number: "Numeric", bool: "Boolean", datetime: "DateTime" } as const;
  return Object.entries(TABLES.get("sessions")?.fields ?? {}).flatMap(([name, field]) =>
    name.startsWith("$") && field.kind === "column"
      ? [{ name, count: 0, type: types[field.type as keyof typeof types] ?? "String" }]
      : [],
  );
}
