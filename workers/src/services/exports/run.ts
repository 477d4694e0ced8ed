import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import {
  exportDays,
  exportEvents,
  exportGroups,
  exportMembers,
  exportPersons,
  exportRecordings,
  exportSize,
} from "@edgewise/core/sql/export.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { RegionDeps } from "../../deps.ts";
import type { FileFormat } from "../../ports/warehouse.ts";
import { type Outcome, piece, type Step } from "../data-jobs/step.ts";
import { bucketOf } from "../erase/stored-files.ts";
import { groupTypesOf } from "../groups/types.ts";
import { flushed } from "../partitions/flushed.ts";
import { engineError } from "../query/engine-error.ts";
import { readCompiled } from "../warehouse/read.ts";
import { exportConfig } from "./config.ts";
import { exportFolder } from "./delete.ts";
import { EXPORT_VERSION, type ExportedFile, type Manifest } from "./manifest.ts";

/** Rows of one file: it is held in memory on its way. */
const ROWS = 20_000;
const KEPT_MS = 7 * 86_400_000;
const SECONDS = 120;

const FORMATS: Readonly<Record<string, { format: FileFormat; ending: string }>> = {
  parquet: { format: "Parquet", ending: "parquet" },
  ndjson: { format: "JSONEachRow", ending: "ndjson" },
};

/** A file to come. */
interface Part {
  readonly table: ExportedFile["table"];
  readonly day: string | null;
  readonly slice: number;
  readonly of: number;
  /** Static cohorts, of a file of their members. */
  readonly cohorts?: readonly number[];
}

/** Writes an environment's data to object storage, file by file; goes on where it stopped. */
export async function exportProject(step: Step, deps: RegionDeps): Promise<Outcome> {
  const { job, progress } = step;
  if (typeof progress.until !== "number") {
    if (!(await flushed(deps))) return { state: "more", waitMs: 5_000 };
    const until = deps.now().getTime();
    progress.parts = (await plan(step, until, deps)) as unknown as JsonObject[];
    progress.files = [];
    progress.until = until;
    await step.save();
  }
  const parts = piece<readonly Part[]>(progress, "parts", []);
  const files = [...piece<readonly ExportedFile[]>(progress, "files", [])];
  for (const part of parts.slice(files.length)) {
    if (!step.inTime()) return { state: "more" };
    files.push(await write(step, part, deps));
    progress.files = files as unknown as JsonObject[];
    await step.save();
  }
  const groupTypes = await groupTypesOf(job.projectId, deps);
  const manifest: Manifest = {
    version: EXPORT_VERSION,
    format: String(job.params.format) as Manifest["format"],
    project_id: job.projectId,
    environment_id: job.environmentId,
    until: new Date(Number(progress.until)).toISOString(),
    group_types: Object.fromEntries(groupTypes.map((type) => [type.group_type_index, type.group_type])),
    files,
  };
  const folder = exportFolder(job);
  const bucket = bucketOf(deps);
  const config = await exportConfig(job, deps);
  await bucket.put(`${folder}config.json`, JSON.stringify(config, null, 2));
  await bucket.put(`${folder}manifest.json`, JSON.stringify(manifest, null, 2));
  return { state: "done", expiresAt: new Date(deps.now().getTime() + KEPT_MS) };
}

async function plan({ job }: Step, until: number, deps: RegionDeps): Promise<Part[]> {
  const { environmentId, params } = job;
  const range = { from: textOf(params.date_from), to: textOf(params.date_to) };
  const days = await readCompiled(exportDays(environmentId, until, range), deps);
  const slices = (count: unknown) => Math.max(1, Math.ceil(Number(count) / ROWS));
  const each = (table: Part["table"], day: string | null, of: number): Part[] =>
    Array.from({ length: of }, (_, slice) => ({ table, day, slice, of }));
  const sizeOf = async (table: Parameters<typeof exportSize>[0]) =>
    slices((await readCompiled(exportSize(table, environmentId), deps))[0]?.[0]);
  const lists = (await allCohorts(job, deps.db)).filter(({ isStatic }) => isStatic).map(({ id }) => id);
  const members = each("cohort_lists", null, await sizeOf("cohort_members"));
  return [
    ...each("persons", null, await sizeOf("persons")),
    ...each("groups", null, 1),
    ...(lists.length === 0 ? [] : members.map((part) => ({ ...part, cohorts: lists }))),
    ...each("recordings", null, await sizeOf("recordings")),
    ...days.flatMap(([day, count]) => each("events", String(day), slices(count))),
  ];
}

async function write({ job, progress }: Step, part: Part, deps: RegionDeps): Promise<ExportedFile> {
  const { format, ending } = FORMATS[String(job.params.format)] ?? FORMATS.ndjson!;
  const query = queryOf(part, job.environmentId, Number(progress.until));
  const [counted] = await readCompiled({ ...query, sql: `SELECT count() FROM (${query.sql})` }, deps);
  const file = await deps.warehouse.file(query, format);
  if (!file.ok) throw engineError(file.error, SECONDS);
  const name = `${part.table}${part.day === null ? "" : `/${part.day}`}-${part.slice}.${ending}`;
  await bucketOf(deps).put(`${exportFolder(job)}${name}`, file.value);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file.value as BufferSource));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name, table: part.table, rows: Number(counted?.[0] ?? 0), bytes: file.value.length, sha256 };
}

function queryOf(
  { table, day, slice, of, cohorts = [] }: Part,
  environmentId: number,
  until: number,
): CompiledSql {
  const share = { environmentId, slice, of, until, ...(day === null ? {} : { day }) };
  switch (table) {
    case "events":
      return exportEvents(share);
    case "persons":
      return exportPersons(share);
    case "groups":
      return exportGroups(share);
    case "cohort_lists":
      return exportMembers(share, cohorts);
    case "recordings":
      return exportRecordings(share);
  }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
