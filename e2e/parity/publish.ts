import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { FlagFilters, PropertyFilter } from "@edgewise/core/flags/types.ts";
import type { FlagBody, World } from "./arbitrary-world.ts";

/** A project that a world is published in, and the keys to ask it with. */
export interface Place {
  readonly edge: string;
  readonly projectId: number;
  readonly token: string;
  readonly personalApiKey: string;
}

/** Definitions as they were created: cohorts by the number that the API gave them. */
export interface Published {
  readonly cohorts: ReadonlyMap<number, JsonObject | null>;
  readonly flags: readonly FlagBody[];
}

/** Creates everything of a world through the public API and waits until the edge answers all of it. */
export async function publish(place: Place, world: World): Promise<Published> {
  const api = async (path: string, body: object): Promise<{ id: number }> => {
    const response = await fetch(`${place.edge}/api/projects/${place.projectId}/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${place.personalApiKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${path}: ${response.status} ${await response.text()} for ${JSON.stringify(body)}`);
    return (await response.json()) as { id: number };
  };
  for (const type of ["company", "team"]) await introduce(place, type);
  const ids: number[] = [];
  const cohorts = new Map<number, JsonObject | null>();
  for (const [index, conditions] of world.cohorts.entries()) {
    const filters = conditions === null ? null : renumber(conditions, ids);
    const kind = filters === null ? { is_static: true } : { filters: { properties: filters } };
    const { id } = await api("cohorts/", { name: `Cohort ${index}`, ...kind });
    ids.push(id);
    cohorts.set(id, filters);
  }
  const flags = world.flags.map((flag) => ({ ...flag, filters: renumber(flag.filters, ids) }));
  for (const flag of flags) await api("feature_flags/", flag);
  await untilAnswered(place, flags);
  return { cohorts, flags };
}

/** Group types get their numbers in the order in which they are seen. */
async function introduce({ edge, token }: Place, type: string): Promise<void> {
  const properties = { $group_type: type, $group_key: "first", $group_set: {} };
  const event = { event: "$groupidentify", distinct_id: `first-${type}`, properties };
  const response = await fetch(`${edge}/batch/`, {
    method: "POST",
    body: JSON.stringify({ api_key: token, batch: [event] }),
  });
  if (!response.ok) throw new Error(`The group type ${type} was refused: ${response.status}`);
}

/** Cohort filters name the place of a cohort in its world; afterwards its number. */
function renumber<T extends JsonObject | FlagFilters>(value: T, ids: readonly number[]): T {
  const text = JSON.stringify(value, (_, item: unknown) => {
    const filter = item as Partial<PropertyFilter> | null;
    return typeof filter === "object" && filter?.type === "cohort"
      ? { ...filter, value: ids[Number(filter.value)]! }
      : item;
  });
  return JSON.parse(text) as T;
}

async function untilAnswered(
  { edge, token, projectId, personalApiKey }: Place,
  flags: readonly FlagBody[],
): Promise<void> {
  const wanted = flags.filter((flag) => flag.is_remote_configuration !== true).length;
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`${edge}/flags/definitions?token=${token}&send_cohorts`, {
      headers: { authorization: `Bearer ${personalApiKey}` },
    });
    const body = (await response.json()) as { flags?: unknown[] };
    if (body.flags?.length === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The edge did not learn of the flags of project ${projectId} within ten seconds.`);
}
