import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import type { QuarantineAnswer } from "../../partition/outbox/quarantine.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { PartitionRow, RowPlace } from "../partitions/all.ts";

/** A row that the warehouse refused. `id` is `<partition>-<number>`. */
export interface SetAside extends Pick<PartitionRow, "reason" | "row" | "isWhole"> {
  readonly id: string;
  readonly table: string;
  readonly at: Date;
}

export interface QuarantineQuery {
  readonly limit: number;
  readonly offset: number;
  readonly table?: string | undefined;
}

/** As many as partitions keep, in all. */
const MAX_READ = 10_000;

/** Rows that were set aside, newest first; one more than `limit` when there are more. */
export async function listQuarantine(
  { environmentId }: ProjectAccess,
  { limit, offset, table }: QuarantineQuery,
  deps: RegionDeps,
): Promise<SetAside[]> {
  const wanted = table === undefined ? Math.min(offset + limit + 1, MAX_READ) : MAX_READ;
  const rows = await deps.partitions.quarantined(environmentId, wanted);
  const ofTable = rows.filter(({ target }) => table === undefined || target === table);
  return ofTable.slice(offset, offset + limit + 1).map(setAside);
}

/** One of them by its id. Throws 404. */
export async function requireQuarantined(
  access: ProjectAccess,
  id: string,
  deps: RegionDeps,
): Promise<SetAside> {
  const { partition, id: number } = placeOf(id);
  const rows = await deps.partitions.quarantined(access.environmentId, MAX_READ);
  const found = rows.find((row) => row.partition === partition && row.id === number);
  if (found === undefined) throw notFound();
  return setAside(found);
}

/** Sends rows to the warehouse again, or drops them; without ids all of the environment. Logged. */
export async function decideQuarantined(
  decision: "replay" | "drop",
  access: ProjectAccess,
  ids: readonly string[] | null,
  deps: RegionDeps,
): Promise<QuarantineAnswer> {
  const places = ids === null ? null : ids.map(placeOf);
  const answer = await deps.partitions.decideQuarantined(decision, access.environmentId, places);
  if (answer.done === 0) return answer;
  const activity = decision === "replay" ? "replayed" : "dropped";
  const name = `${answer.done} rows`;
  await commitLogged(access, deps, async () => ({
    result: undefined,
    entries: [{ scope: "IngestionQuarantine", itemId: access.environmentId, activity, name }],
  }));
  return answer;
}

function placeOf(id: string): RowPlace {
  const [, partition, number] = /^(\d{1,4})-(\d{1,15})$/.exec(id) ?? [];
  if (partition === undefined || number === undefined)
    throw invalid("ids", `"${id}" is no row: ids look like 0-15.`);
  return { partition: Number(partition), id: Number(number) };
}

const setAside = ({ partition, id, target, at, reason, row, isWhole }: PartitionRow): SetAside => ({
  id: `${partition}-${id}`,
  table: target,
  at: new Date(at),
  reason,
  row,
  isWhole,
});
