import type { Alias, Expr, OrderExpr, Select } from "../../sql/ast.ts";
import { alias, call, field } from "../../sql/build.ts";
import { type Actor, actorOf } from "../nodes/actor.ts";

/** Who is behind a number: a query with one row an actor, however its number was counted. */
export interface ActorSource {
  /** Columns `actor_id` (key of a person or of a group), {@link OWN_ID} if `identified`, and `columns`. */
  readonly select: Select;
  /** Type of the groups that are counted; undefined: persons. */
  readonly group: number | undefined;
  /** True when the rows know the person's UUID, so that persons without profile have one too. */
  readonly identified: boolean;
  /** What else is known of each actor: may be selected and sorted by. */
  readonly columns: readonly string[];
  /** Names that stand for an expression over `columns`. */
  readonly named?: (column: string) => Expr | undefined;
  readonly orderBy?: readonly OrderExpr[];
}

/** What the caller wants to see of each actor besides who it is: columns that cost extra are read only then. */
export type Wanted = ReadonlySet<string>;

/** The person's UUID as its events have it. */
export const OWN_ID = "own_id";

/** Actors counted by a series, and the columns that name them in a query grouped by `actor_id`. */
export interface CountedActor extends Actor {
  readonly group: number | undefined;
  /** `actor_id`, and what comes along. */
  readonly identity: readonly Alias[];
  readonly along: readonly Alias[];
}

/** `named` false: only counted, so that nothing but the key is read. */
export function countedActor(group: number | undefined, named = true): CountedActor {
  const actor = actorOf(group);
  const ownId = named && group === undefined ? [alias(OWN_ID, call("any", field("person_id")))] : [];
  return { ...actor, group, identity: [alias("actor_id", actor.key), ...ownId], along: ownId };
}

/** A source over rows that {@link countedActor} names. */
export const sourceOf = (
  actor: CountedActor,
  select: Select,
  rest: Pick<ActorSource, "columns" | "named" | "orderBy">,
): ActorSource => ({ select, group: actor.group, identified: actor.group === undefined, ...rest });
