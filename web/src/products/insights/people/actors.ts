import type { PeopleAsk } from "./ask.ts";

/** Someone behind a number: a person or a group. */
export interface Actor {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly distinctIds: readonly string[];
  readonly events: number | null;
  /** Retention: came back in these columns. */
  readonly appearances: readonly boolean[];
}

export const PAGE_SIZE = 100;

/** The ActorsQuery of a page of people. */
export function actorsQuery(ask: PeopleAsk, offset: number, limit = PAGE_SIZE) {
  const select = selectOf(ask);
  return { kind: "ActorsQuery", source: ask.source, select, limit, offset };
}

/** Trends and paths count events; the others only name people. */
function selectOf(ask: PeopleAsk): readonly string[] {
  const { retention, source } = ask;
  if (retention) return ["person", ...retention.columns.map((_, column) => `${retention.period}_${column}`)];
  const kind = (source.source as { kind?: string } | undefined)?.kind;
  return kind === "TrendsQuery" || kind === "PathsQuery" ? ["actor", "event_count"] : ["actor"];
}

interface ActorCell {
  readonly id: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly group_properties?: Readonly<Record<string, unknown>>;
  readonly distinct_ids?: readonly string[];
}

/** Rows of an ActorsQuery answer as people. */
export function toActors(ask: PeopleAsk, rows: readonly (readonly unknown[])[]): Actor[] {
  return rows.map(([cell, ...rest]) => {
    const actor: ActorCell =
      typeof cell === "object" && cell !== null ? (cell as ActorCell) : { id: String(cell) };
    return {
      id: actor.id,
      properties: actor.properties ?? actor.group_properties ?? {},
      distinctIds: actor.distinct_ids ?? [],
      events: !ask.retention && typeof rest[0] === "number" ? rest[0] : null,
      appearances: ask.retention ? rest.map(Boolean) : [],
    };
  });
}
