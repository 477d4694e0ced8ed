import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import { type Outcome, piece, type Step } from "../data-jobs/step.ts";
import { bucketOf } from "../erase/stored-files.ts";
import { type ExportedFile, type Manifest, manifestSchema } from "../exports/manifest.ts";
import { groupTypesOf } from "../groups/types.ts";
import { flushed } from "../partitions/flushed.ts";
import { importedEvents, withoutStored } from "./events.ts";
import { importFolder } from "./folder.ts";
import { rowsOf, timeOf } from "./rows.ts";

const PAGE = 2_000;
const KEPT_MS = 86_400_000;

/** Takes an export over, file by file: persons and groups first, then events. The same again stores nothing twice. */
export async function importProject(step: Step, deps: RegionDeps): Promise<Outcome> {
  const { job, progress } = step;
  const folder = String(job.params.folder);
  const manifest = await readManifest(folder, deps);
  // Events find their persons only when these are there.
  const order = { persons: 0, groups: 1, events: 2, cohort_lists: 3, recordings: 4 };
  const files = manifest.files
    .filter(({ table }) => table in TAKE)
    .toSorted((a, b) => order[a.table] - order[b.table]);
  progress.total = files.reduce((sum, { rows }) => sum + rows, 0);
  for (;;) {
    const at = piece(progress, "file", 0);
    const file = files[at];
    if (file === undefined) break;
    if (file.table === "events" && progress.persons_flushed !== true) {
      if (!(await flushed(deps))) return { state: "more", waitMs: 2_000 };
      progress.persons_flushed = true;
    }
    await importFile(step, folder, file, manifest, deps);
    if (piece(progress, "file", 0) === at) return { state: "more" };
    if (!step.inTime()) return { state: "more" };
  }
  // Uploaded files have had their use; those of an export are the export's own.
  const uploaded = folder === importFolder(job);
  return { state: "done", expiresAt: uploaded ? new Date(deps.now().getTime() + KEPT_MS) : null };
}

export async function readManifest(folder: string, deps: RegionDeps): Promise<Manifest> {
  const object = await bucketOf(deps).get(`${folder}manifest.json`);
  if (!object) throw new Error("The export has no manifest.json: it is not finished, or was deleted.");
  return manifestSchema.parse(await object.json());
}

/** The rows of a file. Throws when it is missing or was changed. */
export async function readFile(
  folder: string,
  file: ExportedFile,
  manifest: Manifest,
  deps: RegionDeps,
): Promise<JsonObject[]> {
  const object = await bucketOf(deps).get(`${folder}${file.name}`);
  if (!object) throw new Error(`The file ${file.name} of the export is missing.`);
  const bytes = await object.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (sha256 !== file.sha256) throw new Error(`The file ${file.name} was changed: its checksum differs.`);
  return await rowsOf(bytes, manifest.format);
}

async function importFile(
  step: Step,
  folder: string,
  file: ExportedFile,
  manifest: Manifest,
  deps: RegionDeps,
): Promise<void> {
  const { progress } = step;
  const rows = await readFile(folder, file, manifest, deps);
  for (let row = piece(progress, "row", 0); row < rows.length; row += PAGE) {
    const page = rows.slice(row, row + PAGE);
    const stored = (await TAKE[file.table]?.(page, step, manifest, deps)) ?? 0;
    progress.row = row + page.length;
    progress.done = piece(progress, "done", 0) + page.length;
    const count = `${file.table}_new`;
    progress[count] = piece(progress, count, 0) + stored;
    await step.save();
    if (!step.inTime() && row + PAGE < rows.length) return;
  }
  progress.row = 0;
  progress.file = piece(progress, "file", 0) + 1;
  await step.save();
}

type Take = (
  rows: readonly JsonObject[],
  step: Step,
  manifest: Manifest,
  deps: RegionDeps,
) => Promise<number>;

/** Lists of cohorts follow with the cohorts (`lists.ts`); of recordings there is the index alone, for whoever fetches their files. */
const TAKE: Readonly<Partial<Record<ExportedFile["table"], Take>>> = {
  async persons(rows, { job }, _, deps) {
    const persons = rows.map((row) => ({
      distinctIds: row.distinct_ids as string[],
      properties: objectOf(row.properties),
      isIdentified: Number(row.is_identified) === 1,
      createdAt: timeOf(row.created_at),
    }));
    await deps.partitions.importPersons(job.environmentId, persons);
    return persons.length;
  },
  async groups(rows, { job }, manifest, deps) {
    for (const row of rows) {
      const index = await groupIndex(job.projectId, manifest.group_types[String(row.group_type_index)], deps);
      if (index === null) continue;
      const key = String(row.group_key);
      const there = await deps.partitions.getGroup(job.environmentId, index, key);
      const set = { ...objectOf(row.properties), ...there?.properties };
      await deps.partitions.editGroup(job.environmentId, index, key, { set });
    }
    return rows.length;
  },
  async events(rows, { job }, manifest, deps) {
    for (const name of Object.values(manifest.group_types)) await groupIndex(job.projectId, name, deps);
    const types = new Map<string, number>();
    for (const type of await groupTypesOf(job.projectId, deps))
      types.set(type.group_type, type.group_type_index);
    const now = deps.now().getTime();
    const context = { environmentId: job.environmentId, now, groupIndex: (name: string) => types.get(name) };
    const events = importedEvents(rows, context);
    const fresh = await withoutStored(job.environmentId, events, deps);
    return await deps.partitions.append(job.environmentId, now, fresh);
  },
};

async function groupIndex(
  projectId: number,
  name: string | undefined,
  deps: RegionDeps,
): Promise<number | null> {
  if (name === undefined) return null;
  return await deps.configOf(projectId).groupTypeIndex(name);
}

const objectOf = (value: unknown): JsonObject =>
  typeof value === "string" ? (JSON.parse(value || "{}") as JsonObject) : ((value ?? {}) as JsonObject);
