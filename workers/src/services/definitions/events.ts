import { derivedUuid } from "@edgewise/core/events/identity.ts";
import {
  type EventDefinitionRow,
  listEventDefinitions,
  putEventDefinition,
} from "@edgewise/db/mysql/repos/definitions.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { eventNames } from "../query/taxonomy/events.ts";
import { type DescriptionChange, described, isGone, undescribed } from "./describe.ts";

/** An event: what the data knows of it and what people say. */
export interface EventDefinition extends Omit<EventDefinitionRow, "projectId"> {
  /** Null when it was never seen. */
  readonly lastSeen: Date | null;
  /** Events of the last 30 days. */
  readonly volume: number;
  readonly total: number;
}

const idOf = ({ projectId }: ProjectAccess, name: string): string =>
  derivedUuid(`${projectId}:event_definition:${name}`);

/** Every event that was seen or described, most frequent first. */
export async function allEventDefinitions(
  access: ProjectAccess,
  deps: RegionDeps,
): Promise<EventDefinition[]> {
  const [seen, rows] = await Promise.all([
    eventNames(deps, access, {}),
    listEventDefinitions(access, deps.db),
  ]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const names = new Set(seen.map(({ name }) => name));
  const fromData = seen.map((one): EventDefinition => {
    const said = byName.get(one.name) ?? { ...fresh(access, one.name, one.firstSeen) };
    return {
      ...said,
      createdAt: one.firstSeen,
      lastSeen: one.lastSeen,
      volume: one.volume,
      total: one.total,
    };
  });
  const onlySaid = rows
    .filter(({ name }) => !names.has(name))
    .map((row): EventDefinition => ({ ...row, lastSeen: null, volume: 0, total: 0 }));
  return [...fromData, ...onlySaid].filter((one) => !isGone(one, one.lastSeen));
}

const fresh = (access: ProjectAccess, name: string, at: Date): Omit<EventDefinitionRow, "projectId"> => ({
  ...undescribed(at),
  id: idOf(access, name),
  name,
  owner: null,
  defaultColumns: [],
});

/** An event by its definition's id. Throws 404. */
export async function requireEventDefinition(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<EventDefinition> {
  const found = (await allEventDefinitions(access, deps)).find((one) => one.id === id);
  if (!found) throw notFound();
  return found;
}

export interface EventChange extends DescriptionChange {
  /** Id of a user; null = nobody. */
  readonly owner?: string | null | undefined;
  readonly defaultColumns?: readonly string[] | undefined;
}

/** Describes an event before it was ever sent. Throws 400 when there is one of that name. */
export async function createEventDefinition(
  access: ProjectAccess,
  name: string,
  change: EventChange,
  deps: RegionDeps,
): Promise<EventDefinition> {
  if ((await allEventDefinitions(access, deps)).some((one) => one.name === name)) {
    throw invalid("name", `An event definition named "${name}" exists already.`, "unique");
  }
  const row = { ...fresh(access, name, deps.now()), createdBy: access.userId };
  return await save(access, { ...row, lastSeen: null, volume: 0, total: 0 }, change, "created", deps);
}

/** Says something about an event that nobody described, seen or not. */
export async function describeEvent(
  access: ProjectAccess,
  name: string,
  change: EventChange,
  deps: Deps,
): Promise<void> {
  const row = { ...fresh(access, name, deps.now()), createdBy: access.userId };
  await save(access, { ...row, lastSeen: null, volume: 0, total: 0 }, change, "created", deps);
}

export async function changeEventDefinition(
  access: ProjectAccess,
  id: string,
  change: EventChange,
  deps: RegionDeps,
): Promise<EventDefinition> {
  return await save(access, await requireEventDefinition(access, id, deps), change, "updated", deps);
}

/** Forgets what people said and leaves the event out until it is seen again. */
export async function deleteEventDefinition(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<void> {
  const { lastSeen: _, volume: __, total: ___, ...row } = await requireEventDefinition(access, id, deps);
  await commitLogged(access, deps, async (tx) => {
    const gone = { ...fresh(access, row.name, row.createdAt), deletedAt: deps.now(), updatedAt: deps.now() };
    await putEventDefinition(access, tx, gone);
    const entry = { scope: "EventDefinition", itemId: id, activity: "deleted", name: row.name };
    return { result: undefined, entries: [entry] };
  });
}

async function save(
  access: ProjectAccess,
  before: EventDefinition,
  change: EventChange,
  activity: string,
  deps: Deps,
): Promise<EventDefinition> {
  const after: EventDefinition = {
    ...described(before, change, access.userId, deps),
    owner: change.owner === undefined ? before.owner : change.owner,
    defaultColumns: change.defaultColumns === undefined ? before.defaultColumns : [...change.defaultColumns],
  };
  const { lastSeen: _, volume: __, total: ___, ...row } = after;
  await commitLogged(access, deps, async (tx) => {
    await putEventDefinition(access, tx, row);
    const changes = changesBetween("EventDefinition", shown(before), shown(after));
    const entry = { scope: "EventDefinition", itemId: row.id, activity, name: row.name, changes };
    return { result: undefined, entries: [entry] };
  });
  return after;
}

const shown = ({ description, tags, verified, hidden, owner }: EventDefinition) => ({
  description,
  tags,
  verified,
  hidden,
  owner,
});
