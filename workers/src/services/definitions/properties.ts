import { propertyNamesSelect } from "@edgewise/core/definitions/learn.ts";
import { type ValueType, valueType } from "@edgewise/core/definitions/value-type.ts";
import { derivedUuid } from "@edgewise/core/events/identity.ts";
import {
  listPropertyDefinitions,
  type PropertyDefinitionRow,
  putPropertyDefinition,
} from "@edgewise/db/mysql/repos/definitions.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { daysAgo } from "../query/taxonomy/events.ts";
import { type PropertyOwner, propertyNames } from "../query/taxonomy/properties.ts";
import { readRows } from "../warehouse/read.ts";
import { type DescriptionChange, described, isGone, undescribed } from "./describe.ts";
import { learnProperties } from "./learn.ts";

/** A property: what the data knows of it and what people say. */
export interface PropertyDefinition extends Omit<PropertyDefinitionRow, "projectId"> {
  /** As the values look. */
  readonly learnt: ValueType;
  /** Null when it was never seen, or nobody notes when. */
  readonly lastSeen: Date | null;
  /** Events of the last 30 days that have it; of persons and groups: how many of a sample. */
  readonly volume: number;
}

export interface PropertyWish {
  readonly owner: PropertyOwner;
  readonly groupTypeIndex?: number | undefined;
  readonly events?: readonly string[] | undefined;
}

const MAX_NAMES = 5000;
const VOLUME_DAYS = 30;
/** A list learns what is new if that is quick; the rest is left to the job. */
const QUICK = { events: 50_000, ms: 1500 };

/** Every property of an owner that was seen or described, most frequent first. */
export async function allPropertyDefinitions(
  access: ProjectAccess,
  wish: PropertyWish,
  deps: RegionDeps,
): Promise<PropertyDefinition[]> {
  const [seen, all] = await Promise.all([
    seenProperties(access, wish, deps),
    listPropertyDefinitions(access, deps.db, wish.owner),
  ]);
  const index = wish.owner === "group" ? (wish.groupTypeIndex ?? null) : null;
  const rows = all.filter((row) => row.groupTypeIndex === index);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const names = new Set(seen.map(({ name }) => name));
  const fromData = seen.map((one): PropertyDefinition => {
    const said = byName.get(one.name) ?? fresh(access, wish.owner, index, one.name, deps);
    return { ...said, learnt: one.type, lastSeen: one.lastSeen, volume: one.volume };
  });
  const onlySaid = wish.events?.length
    ? []
    : rows
        .filter(({ name }) => !names.has(name))
        .map((row): PropertyDefinition => ({ ...row, learnt: "String", lastSeen: null, volume: 0 }));
  return [...fromData, ...onlySaid].filter((one) => !isGone(one, one.lastSeen));
}

interface SeenProperty {
  readonly name: string;
  readonly type: ValueType;
  readonly volume: number;
  readonly lastSeen: Date | null;
}

async function seenProperties(
  access: ProjectAccess,
  wish: PropertyWish,
  deps: RegionDeps,
): Promise<SeenProperty[]> {
  if (wish.owner !== "event") {
    const names = await propertyNames(deps, access, wish);
    return names.map(({ name, type, count }) => ({ name, type, volume: count, lastSeen: null }));
  }
  await learnProperties(access.environmentId, QUICK, deps);
  const since = daysAgo(deps.now(), VOLUME_DAYS);
  const rows = await readRows(access, propertyNamesSelect({ events: wish.events, since }, MAX_NAMES), deps);
  return rows.map(([name, ...counts]) => {
    const [count = 0, numbers = 0, booleans = 0, dates = 0, last = 0, volume = 0] = counts.map(Number);
    const type = valueType({ count, numbers, booleans, dates });
    return { name: String(name), type, volume, lastSeen: new Date(last) };
  });
}

const fresh = (
  { projectId }: ProjectAccess,
  type: PropertyOwner,
  groupTypeIndex: number | null,
  name: string,
  deps: Deps,
): Omit<PropertyDefinitionRow, "projectId"> => ({
  ...undescribed(deps.now()),
  id: derivedUuid(`${projectId}:property_definition:${type}:${groupTypeIndex ?? ""}:${name}`),
  type,
  groupTypeIndex,
  name,
  propertyType: null,
});

/** A property by its definition's id, whatever it belongs to. Throws 404. */
export async function requirePropertyDefinition(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<PropertyDefinition> {
  const wishes: PropertyWish[] = [
    { owner: "event" },
    { owner: "person" },
    ...[0, 1, 2, 3, 4].map((groupTypeIndex) => ({ owner: "group", groupTypeIndex }) as const),
    { owner: "session" },
  ];
  for (const wish of wishes) {
    const found = (await allPropertyDefinitions(access, wish, deps)).find((one) => one.id === id);
    if (found) return found;
  }
  throw notFound();
}

export interface PropertyChange extends DescriptionChange {
  readonly propertyType?: string | null | undefined;
}

export async function changePropertyDefinition(
  access: ProjectAccess,
  id: string,
  change: PropertyChange,
  deps: RegionDeps,
): Promise<PropertyDefinition> {
  const before = await requirePropertyDefinition(access, id, deps);
  const after: PropertyDefinition = {
    ...described(before, change, access.userId, deps),
    propertyType: change.propertyType === undefined ? before.propertyType : change.propertyType,
  };
  await save(
    access,
    rowOf(after),
    "updated",
    changesBetween("PropertyDefinition", shown(before), shown(after)),
    deps,
  );
  return after;
}

/** Says something about a property that nobody described, seen or not. */
export async function describeProperty(
  access: ProjectAccess,
  type: PropertyOwner,
  groupTypeIndex: number | null,
  name: string,
  change: PropertyChange,
  deps: Deps,
): Promise<void> {
  const before = fresh(access, type, groupTypeIndex, name, deps);
  const row = {
    ...described(before, change, access.userId, deps),
    propertyType: change.propertyType ?? null,
    createdBy: access.userId,
  };
  await save(access, row, "created", [], deps);
}

/** Forgets what people said and leaves the property out until it is seen again. */
export async function deletePropertyDefinition(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<void> {
  const { type, groupTypeIndex, name } = await requirePropertyDefinition(access, id, deps);
  const gone = { ...fresh(access, type, groupTypeIndex, name, deps), deletedAt: deps.now() };
  await save(access, gone, "deleted", [], deps);
}

async function save(
  access: ProjectAccess,
  row: Omit<PropertyDefinitionRow, "projectId">,
  activity: string,
  changes: ReturnType<typeof changesBetween>,
  deps: Deps,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    await putPropertyDefinition(access, tx, row);
    const entry = { scope: "PropertyDefinition", itemId: row.id, activity, name: row.name, changes };
    return { result: undefined, entries: [entry] };
  });
}

const rowOf = ({ learnt: _, lastSeen: __, volume: ___, ...row }: PropertyDefinition) => row;

const shown = ({ description, tags, verified, hidden, propertyType }: PropertyDefinition) => ({
  description,
  tags,
  verified,
  hidden,
  property_type: propertyType,
});
