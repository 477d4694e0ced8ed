/** One event as `EventsQuery` returns it in the `*` column. */
export interface EventRow {
  readonly uuid: string;
  readonly event: string;
  readonly timestamp: string;
  readonly created_at?: string;
  readonly distinct_id: string;
  readonly elements_chain?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Added from the `person_display_name` column. */
  readonly person?: { readonly id: string | null; readonly name: string };
}

/** Reads one result row of `select: ["*", "person_display_name"]`. */
export function toEventRow(cells: readonly unknown[]): EventRow {
  const row = cells[0] as Omit<EventRow, "properties"> & { properties: unknown };
  const person = cells[1] as { display_name?: string; id?: string | null } | null | undefined;
  const properties =
    typeof row.properties === "string"
      ? (JSON.parse(row.properties) as EventRow["properties"])
      : row.properties;
  return {
    ...row,
    properties: (properties ?? {}) as EventRow["properties"],
    person: { id: person?.id ?? null, name: person?.display_name ?? row.distinct_id },
  };
}

/** The session of an event; null outside of a session. */
export function sessionOf(event: EventRow): string | null {
  const id = event.properties.$session_id;
  return typeof id === "string" && id !== "" ? id : null;
}
