import * as z from "zod";
import { type ApiRoute, route } from "../../../http/route.ts";
import { type PublicStatus, publicStatus } from "../../../services/operations/public-status.ts";

/** How long an answer serves everyone who asks: anyone may, so it must cost next to nothing. */
const KEPT_MS = 5_000;

let kept: { readonly until: number; readonly status: Promise<PublicStatus> } | undefined;

export const STATUS_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/status/"],
    access: { kind: "public" },
    summary: "Whether every part works, and how far charts are behind; at most 5 s old",
    tag: "status",
    response: z.object({
      status: z.enum(["ok", "degraded"]),
      checked_at: z.string(),
      parts: z.record(z.string(), z.enum(["ok", "down"])),
      events: z.object({ waiting: z.int(), lag_seconds: z.number().nullable() }),
    }),
    async handler({ deps }) {
      const now = deps.now().getTime();
      if (!kept || kept.until <= now) kept = { until: now + KEPT_MS, status: publicStatus(deps) };
      return await kept.status;
    },
  }),
];
