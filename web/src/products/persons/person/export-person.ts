import { api } from "@/lib/api/client";
import { runQuery } from "@/lib/api/query";
import type { Person } from "@/lib/api/types";
import { type Merge, personsPath } from "@/products/persons/api";

const PAGE = 1000;

/** Everything stored about a person, as JSON text: profile, merges, every event with all properties. */
export async function exportPerson(
  projectId: number,
  person: Person,
  onProgress: (events: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const { results: merges } = await api.get<{ readonly results: readonly Merge[] }>(
    `${personsPath(projectId)}${person.uuid}/merges/`,
    signal,
  );
  const events: unknown[] = [];
  for (;;) {
    const query = {
      kind: "EventsQuery",
      select: ["*"],
      orderBy: ["timestamp ASC", "uuid ASC"],
      after: "all",
      personId: person.uuid,
      limit: PAGE,
      offset: events.length,
    };
    const { results } = await runQuery<readonly (readonly unknown[])[]>(
      projectId,
      query,
      "force_blocking",
      signal,
    );
    events.push(...results.map(([event]) => withObject(event)));
    onProgress(events.length);
    if (results.length < PAGE) break;
  }
  return JSON.stringify({ exported_at: new Date().toISOString(), person, merges, events }, null, 2);
}

/** Properties travel as text in some rows. */
function withObject(event: unknown): unknown {
  if (typeof event !== "object" || event === null || !("properties" in event)) return event;
  const { properties } = event;
  return typeof properties === "string" ? { ...event, properties: JSON.parse(properties) as unknown } : event;
}
