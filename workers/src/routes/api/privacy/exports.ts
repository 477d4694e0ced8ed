import { cancelDataJob, findDataJob, listDataJobs } from "@edgewise/db/mysql/repos/data-jobs.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { ApiError, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { recordActivity } from "../../../services/activity/record.ts";
import { requestDataJob, runSoon } from "../../../services/data-jobs/request.ts";
import { bucketOf } from "../../../services/erase/stored-files.ts";
import { exportFolder } from "../../../services/exports/delete.ts";
import { fileLink, linkedFile } from "../../../services/exports/links.ts";
import { tenantOf } from "../../../services/query/tenant-of.ts";
import { inRegionOf } from "../../../services/regions/in-region.ts";
import { exportDetailSchema, exportSchema, filesOf, presentExport } from "./present-export.ts";

const tag = "privacy";
// An export holds everything there is of people: viewers and members have no need of it.
const read = { kind: "project", scope: "export:read", role: "admin" } as const;
const write = { kind: "project", scope: "export:write", role: "admin" } as const;
const day = z.iso.date().nullish();

async function requireExport(access: ProjectAccess, id: string, deps: Deps) {
  const row = await findDataJob(access, deps.db, "export", id);
  if (!row) throw notFound();
  return row;
}

/** Everything a project holds, as files. */
export const DATA_EXPORT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("data_exports/"),
    access: write,
    summary: "Export events, persons, groups and definitions as files of NDJSON or Parquet",
    tag,
    body: z.object({ format: z.enum(["ndjson", "parquet"]).default("ndjson"), date_from: day, date_to: day }),
    status: 202,
    response: exportSchema,
    async handler({ c, access, deps, body }) {
      const params = {
        format: body.format,
        date_from: body.date_from ?? null,
        date_to: body.date_to ?? null,
      };
      const row = await requestDataJob(access, "export", params, body.format, deps);
      runSoon(c.executionCtx, row, deps);
      return presentExport(row);
    },
  }),
  route({
    method: "get",
    paths: underProject("data_exports/"),
    access: read,
    summary: "Exports, newest first; their files are kept for seven days",
    tag,
    query: pageQuery,
    response: pageSchema(exportSchema),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listDataJobs(access, deps.db, "export", query);
      return pageOf(c, query, total, rows.map(presentExport));
    },
  }),
  route({
    method: "get",
    paths: underProject("data_exports/:export/"),
    access: read,
    summary: "How far an export is; once done, its files with links that open for an hour",
    tag,
    response: exportDetailSchema,
    async handler({ access, deps, param }) {
      const row = await requireExport(access, param("export"), deps);
      const files = row.state === "done" && row.expiresAt !== null ? filesOf(row) : [];
      const links = await Promise.all(
        files.map(async (file) => ({
          ...file,
          url: await fileLink(`${exportFolder(row)}${file.name}`, deps),
        })),
      );
      return { ...presentExport(row), files: links };
    },
  }),
  route({
    method: "post",
    paths: underProject("data_exports/:export/cancel/"),
    access: write,
    summary: "Stop an export",
    tag,
    response: exportSchema,
    async handler({ access, deps, param }) {
      const row = await requireExport(access, param("export"), deps);
      if (!(await cancelDataJob(deps.db, row.id, deps.now())))
        throw new ApiError("conflict", "This export has ended already.");
      await recordActivity(access, deps.db, deps, {
        scope: "DataExport",
        itemId: row.id,
        activity: "cancelled",
      });
      return presentExport(await requireExport(access, row.id, deps));
    },
  }),
  route({
    method: "get",
    paths: ["/api/data_files/:token/"],
    access: { kind: "public" },
    summary: "One file of an export by its link, which opens for an hour",
    tag,
    async handler({ deps, param }) {
      const key = await linkedFile(param("token"), deps);
      const tenant = key === null ? null : await tenantOf(Number(key.split("/")[1]), deps);
      const regional = tenant && (await inRegionOf(tenant, deps));
      const object = key !== null && regional ? await bucketOf(regional).get(key) : null;
      if (key === null || !object)
        throw notFound("This link is too old: open the export again for a new one.");
      const name = key.split("/").slice(3).join("-");
      return new Response(object.body as ReadableStream, {
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename="${name}"`,
          "content-length": String(object.size),
          "cache-control": "private, no-store",
        },
      });
    },
  }),
];
