import type { Expr } from "../../sql/ast.ts";
import { and, compare, constant, field } from "../../sql/build.ts";
import { actorField, presence } from "../trends/math.ts";

/** Who is counted: the persons of events, or their groups of a type. */
export interface Actor {
  readonly key: Expr;
  /** Events that have one. */
  readonly present: Expr;
}

export function actorOf(groupTypeIndex: number | undefined): Actor {
  const key = actorField(groupTypeIndex);
  return { key, present: and(...presence(key)) };
}

/** The same for insights that are about known people only: events of anonymous ones have no profile. */
export function profiledActorOf(groupTypeIndex: number | undefined): Actor {
  const actor = actorOf(groupTypeIndex);
  if (groupTypeIndex !== undefined) return actor;
  return { ...actor, present: compare(field("person_mode"), "!=", constant("propertyless")) };
}
