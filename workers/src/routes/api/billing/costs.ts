import type { Share } from "@edgewise/core/billing/costs.ts";
import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { projectCosts } from "../../../services/billing/costs.ts";

const share = z.object({ units: z.number().int(), cost_micros: z.number().int() });
const present = ({ units, cost }: Share): z.input<typeof share> => ({ units, cost_micros: cost });

/** What the things of a project stand for in the running month. */
export const COST_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("costs/"),
    access: { kind: "project", scope: "billing:read" },
    summary: "What each dashboard, flag and the recording rule of the environment cost in the running month",
    tag: "billing",
    response: z.object({
      date_from: z.string(),
      date_to: z.string(),
      dashboards: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          events: z.array(z.string()),
          all_events: z.boolean(),
          /** A part of it reads events that can't be told from its query (SQL, actions). */
          unknown: z.boolean(),
          total: share,
          /** What no other dashboard reads. */
          alone: share,
        }),
      ),
      flags: z.array(
        z.object({ key: z.string(), evaluations: z.number().int(), cost_micros: z.number().int() }),
      ),
      recordings: share,
    }),
    async handler({ access, deps }) {
      const { from, to, dashboards, flags, recordings } = await projectCosts(access, deps);
      return {
        date_from: from,
        date_to: to,
        dashboards: dashboards.map(({ reader, reads, total, alone }) => ({
          ...reader,
          events: [...reads.events].sort(),
          all_events: reads.all,
          unknown: reads.unknown,
          total: present(total),
          alone: present(alone),
        })),
        flags: flags.map(({ key, evaluations, share: { cost } }) => ({
          key,
          evaluations,
          cost_micros: cost,
        })),
        recordings: present(recordings),
      };
    },
  }),
];
