import { type ExperimentStatus, listExperiments } from "@edgewise/db/mysql/repos/experiments.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { parseJsonList } from "../../../http/json-list.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { experimentBody } from "../../../services/experiments/body.ts";
import { changeExperiment, createExperiment } from "../../../services/experiments/write.ts";
import { findAuthor } from "../../../services/users/find-author.ts";
import { loadExperiment } from "./load.ts";
import { experiment, presentExperiments } from "./present.ts";

const tag = "experiments";
const read = { kind: "project", scope: "experiment:read" } as const;
const write = { kind: "project", scope: "experiment:write" } as const;
const list = { paths: underProject("experiments/"), tag };
const one = { paths: underProject("experiments/:experiment/"), tag };

const text = z.string().optional();
const listQuery = pageQuery.extend({
  search: text,
  status: text,
  archived: text,
  created_by_id: text,
  feature_flag_id: z.coerce.number().int().optional(),
  event: text,
  tags: text,
  order: text,
});

const STATUS: Readonly<Record<string, readonly ExperimentStatus[] | undefined>> = {
  all: undefined,
  draft: ["draft"],
  running: ["running"],
  paused: ["paused"],
  stopped: ["stopped"],
  complete: ["stopped"],
};

function statusFilter(given: string | undefined): readonly ExperimentStatus[] | undefined {
  if (!given || Object.hasOwn(STATUS, given)) return STATUS[given ?? "all"];
  throw invalid(
    "status",
    `"${given}" is no status: use ${Object.keys(STATUS).join(", ")}.`,
    "invalid_choice",
  );
}

export const EXPERIMENT_ROUTES: readonly ApiRoute[] = [
  route({
    ...list,
    method: "get",
    access: read,
    summary: "List experiments",
    query: listQuery,
    response: pageSchema(experiment),
    async handler({ c, access, deps, query }) {
      const author = query.created_by_id ? await findAuthor(query.created_by_id, deps) : undefined;
      const filter = {
        search: query.search || undefined,
        status: statusFilter(query.status),
        archived: query.archived === undefined ? false : query.archived === "true",
        authors: author === undefined ? undefined : author === null ? [] : [author],
        flagId: query.feature_flag_id,
        event: query.event || undefined,
        tags: query.tags ? parseJsonList("tags", query.tags, '["checkout"]').map(String) : undefined,
      };
      const { total, rows } = await listExperiments(access, deps.db, filter, query, query.order);
      return pageOf(c, query, total, await presentExperiments(access, rows, deps));
    },
  }),
  route({
    ...list,
    method: "post",
    access: write,
    summary: "Create an experiment, and its flag when there is none",
    body: experimentBody,
    response: experiment,
    status: 201,
    async handler({ access, deps, body }) {
      return await loadExperiment(access, await createExperiment(access, body, deps), deps);
    },
  }),
  route({
    ...one,
    method: "get",
    access: read,
    summary: "One experiment",
    response: experiment,
    handler: ({ access, deps, param }) => loadExperiment(access, pathNumber(param("experiment")), deps),
  }),
  route({
    ...one,
    method: "patch",
    access: write,
    summary: "Change an experiment; `deleted: true` hides it",
    body: experimentBody.omit({ feature_flag_key: true }).partial(),
    response: experiment,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("experiment"));
      await changeExperiment(access, id, body, deps);
      return await loadExperiment(access, id, deps, { deleted: true });
    },
  }),
  route({
    ...one,
    method: "delete",
    access: write,
    summary: "Hide an experiment",
    handler: ({ access, deps, param }) =>
      changeExperiment(access, pathNumber(param("experiment")), { deleted: true }, deps),
  }),
];
