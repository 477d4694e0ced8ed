import { api, withQuery } from "@/lib/api/client";
import { personsPath } from "@/products/persons/api";

interface ExportPage {
  readonly events: readonly unknown[];
  readonly next_offset: number | null;
  readonly [part: string]: unknown;
}

/** Everything stored about a person, as JSON text: profile, merges, every event with all properties. */
export async function exportPerson(
  projectId: number,
  personId: string,
  onProgress: (events: number) => void,
): Promise<string> {
  const events: unknown[] = [];
  for (let offset: number | undefined; ; ) {
    const path = withQuery(`${personsPath(projectId)}${personId}/export/`, { offset });
    const { next_offset: next, ...document } = await api.get<ExportPage>(path);
    events.push(...document.events);
    onProgress(events.length);
    if (next === null) return JSON.stringify({ ...document, events }, null, 2);
    offset = next;
  }
}
