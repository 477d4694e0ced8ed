import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { type ProjectAccess, requireNoTeamLimit } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { placeInOrganization } from "../../../http/place-in-organization.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { CONCLUSIONS } from "../../../services/experiments/body.ts";
import { copyExperiment } from "../../../services/experiments/copy.ts";
import { duplicateExperiment } from "../../../services/experiments/duplicate.ts";
import {
  archive,
  end,
  freezeExposure,
  launch,
  pause,
  reset,
  resume,
  shipVariant,
  unarchive,
} from "../../../services/experiments/lifecycle.ts";
import { loadExperiment } from "./load.ts";
import { experiment } from "./present.ts";

const tag = "experiments";
const access = { kind: "project", scope: "experiment:write" } as const;

type Step = (access: ProjectAccess, id: number, deps: Deps) => Promise<void>;

/** A step without anything to say: its answer is the experiment as it is afterwards. */
const step = (name: string, summary: string, run: Step): ApiRoute =>
  route({
    method: "post",
    paths: underProject(`experiments/:experiment/${name}/`),
    access,
    summary,
    tag,
    response: experiment,
    async handler({ access, deps, param }) {
      const id = pathNumber(param("experiment"));
      await run(access, id, deps);
      return await loadExperiment(access, id, deps);
    },
  });

const ending = z.object({
  conclusion: z.enum(CONCLUSIONS).nullish(),
  conclusion_comment: z.string().max(10_000).nullish(),
});

const naming = z.object({
  feature_flag_key: z.string().min(1).max(400).optional(),
  name: z.string().min(1).max(400).optional(),
});

export const EXPERIMENT_LIFECYCLE_ROUTES: readonly ApiRoute[] = [
  step("launch", "Start an experiment: its flag goes on", launch),
  step("pause", "Switch the flag off for a while", pause),
  step("resume", "Switch the flag on again", resume),
  step("reset", "Back to a draft; events stay", reset),
  step("unarchive", "Bring it back", unarchive),
  step("freeze_exposure", "Count nobody who comes from now on", (a, id, deps) =>
    freezeExposure(a, id, true, deps),
  ),
  step("unfreeze_exposure", "Count newcomers again", (a, id, deps) => freezeExposure(a, id, false, deps)),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/archive/"),
    access,
    summary: "Put an ended experiment away, and its flag off if asked for",
    tag,
    body: z.object({ disable_feature_flag: z.boolean().default(false) }),
    response: experiment,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("experiment"));
      await archive(access, id, body, deps);
      return await loadExperiment(access, id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/end/"),
    access,
    summary: "End an experiment with its conclusion; the flag stays as it is",
    tag,
    body: ending,
    response: experiment,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("experiment"));
      await end(access, id, body, deps);
      return await loadExperiment(access, id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/ship_variant/"),
    access,
    summary: "Give one variant to everyone and end the experiment",
    tag,
    body: ending.extend({ variant_key: z.string().min(1), release_to_everyone: z.boolean().default(true) }),
    response: experiment,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("experiment"));
      await shipVariant(access, id, body, deps);
      return await loadExperiment(access, id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/duplicate/"),
    access,
    summary: "A draft with the same metrics and variants, and a flag of its own",
    tag,
    body: naming,
    response: experiment,
    status: 201,
    async handler({ access, deps, body, param }) {
      const id = await duplicateExperiment(access, pathNumber(param("experiment")), body, deps);
      return await loadExperiment(access, id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/copy_to_project/"),
    access,
    summary: "A draft like it in another project of the organization",
    tag,
    body: naming.extend({ target_team_id: z.int() }),
    response: experiment,
    status: 201,
    async handler({ access, deps, body, param }) {
      if (access.principal.kind === "secret") throw notFound();
      requireNoTeamLimit(access.principal);
      const to = await placeInOrganization(access, body.target_team_id, deps);
      const id = await copyExperiment(access, pathNumber(param("experiment")), to, body, deps);
      return await loadExperiment(to, id, deps);
    },
  }),
];
