import {
  cancelDataJob,
  type DataJobRow,
  findDataJob,
  listDataJobs,
  updateDataJob,
} from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { recordActivity } from "../../../services/activity/record.ts";
import { requestDataJob, runSoon } from "../../../services/data-jobs/request.ts";
import { piece } from "../../../services/data-jobs/step.ts";
import { bucketOf } from "../../../services/erase/stored-files.ts";
import { importConfig } from "../../../services/imports/config.ts";
import { importFolder } from "../../../services/imports/folder.ts";
import { readManifest } from "../../../services/imports/run.ts";
import { sourceFolder } from "../../../services/imports/source.ts";
import { jobFields, presentJob } from "./present-deletion.ts";

const tag = "privacy";
const read = { kind: "project", scope: "export:read", role: "admin" } as const;
const write = { kind: "project", scope: "project:write", role: "admin" } as const;
const MAX_FILE = 90 * 1024 * 1024;
/** An import that waits for its files. */
const NEVER = new Date("2999-01-01T00:00:00Z");

const importSchema = z.object({
  ...jobFields,
  /** Waits for files: upload them, then start it. */
  waits: z.boolean(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  persons: z.number().int(),
  groups: z.number().int(),
  /** Events that were new here; the others are stored already. */
  events_new: z.number().int(),
});

const waits = (row: DataJobRow) => row.dueAt.getTime() === NEVER.getTime();

function present(row: DataJobRow): z.infer<typeof importSchema> {
  const count = (name: string) => Number(row.progress[name] ?? 0);
  return {
    ...presentJob(row),
    waits: waits(row),
    done: count("done"),
    total: piece<number | null>(row.progress, "total", null),
    persons: count("persons_new"),
    groups: count("groups_new"),
    events_new: count("events_new"),
  };
}

async function requireImport(access: ProjectAccess, id: string, deps: Deps): Promise<DataJobRow> {
  const row = await findDataJob(access, deps.db, "import", id);
  if (!row) throw notFound();
  return row;
}

const note = (access: ProjectAccess, itemId: string, activity: string, deps: Deps, name?: string) =>
  recordActivity(access, deps.db, deps, { scope: "DataImport", itemId, activity, name: name ?? null });

const one = "data_imports/:import/";

/** Taking an export over into a project, of this installation or another. */
export const DATA_IMPORT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("data_imports/"),
    access: write,
    summary: "Import an export: by its project and id here, or without them to upload its files",
    tag,
    body: z.object({
      source_project_id: z.number().int().positive().optional(),
      source_export_id: z.string().optional(),
    }),
    status: 202,
    response: importSchema,
    async handler({ c, access, deps, body }) {
      const { source_project_id: projectId, source_export_id: exportId } = body;
      if ((projectId === undefined) !== (exportId === undefined))
        throw invalid("source_export_id", 'Give "source_project_id" and "source_export_id", or neither.');
      if (projectId !== undefined && exportId !== undefined) {
        const folder = await sourceFolder(access, projectId, exportId, deps);
        const row = await requestDataJob(access, "import", { folder }, `export ${exportId}`, deps);
        runSoon(c.executionCtx, row, deps);
        return present(row);
      }
      const row = await requestDataJob(access, "import", {}, "uploaded files", deps);
      const params = { folder: importFolder(row) };
      await updateDataJob(deps.db, row.id, { dueAt: NEVER, params });
      return present({ ...row, params, dueAt: NEVER });
    },
  }),
  route({
    method: "put",
    paths: underProject(`${one}files/`),
    access: write,
    summary: "Upload one file of an export under its name there; the body is the file",
    tag,
    query: z.object({
      name: z
        .string()
        .regex(/^[\w-]+(\/[\w-]+)?\.(json|ndjson|parquet)$/, "Use the file's name in the manifest."),
    }),
    async handler({ c, access, deps, param, query }) {
      const row = await requireImport(access, param("import"), deps);
      if (!waits(row)) throw new ApiError("conflict", "This import has begun: it takes no more files.");
      const bytes = await c.req.arrayBuffer();
      if (bytes.byteLength > MAX_FILE) throw new ApiError("too_large", "A file may have 90 MB.");
      await bucketOf(deps).put(`${importFolder(row)}${query.name}`, bytes);
      await note(access, row.id, "file_uploaded", deps, query.name);
    },
  }),
  route({
    method: "post",
    paths: underProject(`${one}start/`),
    access: write,
    summary: "Begin an import whose files are all uploaded",
    tag,
    status: 202,
    response: importSchema,
    async handler({ c, access, deps, param }) {
      const row = await requireImport(access, param("import"), deps);
      if (!waits(row)) throw new ApiError("conflict", "This import has begun already.");
      const manifest = await readManifest(importFolder(row), deps).catch((error: unknown) => {
        throw invalid("manifest", `manifest.json can't be read: ${String(error)}`);
      });
      for (const { name } of manifest.files)
        if (!(await bucketOf(deps).head(`${importFolder(row)}${name}`)))
          throw invalid("files", `The file ${name} is missing: upload it first.`);
      const now = deps.now();
      await updateDataJob(deps.db, row.id, { dueAt: now });
      await note(access, row.id, "started", deps);
      runSoon(c.executionCtx, row, deps);
      return present({ ...row, dueAt: now });
    },
  }),
  route({
    method: "post",
    paths: underProject(`${one}definitions/`),
    access: write,
    summary: "Make the flags, cohorts, actions, insights, dashboards and experiments that are missing here",
    tag,
    response: z.object({
      created: z.record(z.string(), z.number().int()),
      skipped: z.record(z.string(), z.number().int()),
      failed: z.array(z.object({ kind: z.string(), name: z.string(), reason: z.string() })),
    }),
    async handler({ access, deps, param }) {
      const row = await requireImport(access, param("import"), deps);
      const outcome = await importConfig(access, String(row.params.folder), deps);
      await note(access, row.id, "definitions_imported", deps);
      return outcome;
    },
  }),
  route({
    method: "get",
    paths: underProject("data_imports/"),
    access: read,
    summary: "Imports, newest first",
    tag,
    query: pageQuery,
    response: pageSchema(importSchema),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listDataJobs(access, deps.db, "import", query);
      return pageOf(c, query, total, rows.map(present));
    },
  }),
  route({
    method: "get",
    paths: underProject(one),
    access: read,
    summary: "How far an import is",
    tag,
    response: importSchema,
    handler: async ({ access, deps, param }) => present(await requireImport(access, param("import"), deps)),
  }),
  route({
    method: "post",
    paths: underProject(`${one}cancel/`),
    access: write,
    summary: "Stop an import; what is stored stays",
    tag,
    response: importSchema,
    async handler({ access, deps, param }) {
      const row = await requireImport(access, param("import"), deps);
      if (!(await cancelDataJob(deps.db, row.id, deps.now())))
        throw new ApiError("conflict", "This import has ended already.");
      await note(access, row.id, "cancelled", deps);
      return present(await requireImport(access, row.id, deps));
    },
  }),
];
