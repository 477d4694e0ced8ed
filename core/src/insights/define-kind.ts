import type { JsonObject } from "../events/types.ts";
import { insightError } from "./error.ts";
import type { QueryKind, RegisteredKind } from "./query-kind.ts";

/** Folds a kind into a registry entry: `prepare` validates the wire object against its schema, then compiles it. */
export function defineKind<Query>(definition: QueryKind<Query>): RegisteredKind {
  return {
    kind: definition.kind,
    prepare(input: JsonObject, context) {
      const parsed = definition.schema.safeParse(input);
      if (parsed.success) return definition.compile(parsed.data, context);
      const issue = parsed.error.issues[0];
      const path = (issue?.path ?? []).map(String);
      const where = path.length > 0 ? `${path.join(".")}: ` : "";
      return insightError(
        `${definition.kind} is invalid: ${where}${issue?.message ?? "unknown problem"}`,
        path.length > 0 ? ["query", ...path].join("__") : null,
        "parse_error",
      );
    },
  };
}
