import * as z from "zod";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import type { ApiContext } from "../../../http/types.ts";
import { openShared, unlockShared } from "../../../services/sharing/open.ts";
import { answerShared, showShared } from "../../../services/sharing/show.ts";

const tag = "sharing";
const open = { kind: "public" } as const;

const sharedPage = z.object({
  kind: z.enum(["dashboard", "insight", "link"]),
  name: z.string(),
  description: z.string(),
  settings: z.looseObject({}),
  timezone: z.string(),
  tiles: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      description: z.string(),
      query: z.looseObject({}).nullable(),
      text: z.string().nullable(),
      layouts: z.looseObject({}),
      color: z.string().nullable(),
    }),
  ),
});

/** Search engines leave secret links alone. */
function asSecret(c: ApiContext): string | undefined {
  c.header("X-Robots-Tag", "noindex, nofollow");
  return c.req.header("x-sharing-unlock");
}

/** What the world may see by a secret link. Nothing here reads who is asking. */
export const PUBLIC_SHARING_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/shared/:token/"],
    access: open,
    summary: "What a shared link shows, without numbers; header `X-Sharing-Unlock` where a password is asked",
    tag,
    response: sharedPage,
    async handler({ c, deps, param }) {
      const opened = await openShared(param("token"), asSecret(c), deps);
      const page = await showShared(opened, deps);
      return { ...page, settings: opened.row.settings, timezone: opened.tenant.project.timezone };
    },
  }),
  route({
    method: "get",
    paths: ["/api/shared/:token/results/:tile/"],
    access: open,
    summary: "The numbers of one tile of a shared link, five minutes old at most; 0 for a single insight",
    tag,
    response: z.looseObject({ results: z.unknown() }),
    async handler({ c, deps, param }) {
      const opened = await openShared(param("token"), asSecret(c), deps);
      return await answerShared(opened, pathNumber(param("tile")), deps, c.req.raw.signal);
    },
  }),
  route({
    method: "post",
    paths: ["/api/shared/:token/unlock/"],
    access: open,
    summary: "Trade the password of a shared link for leave to look",
    tag,
    body: z.object({ password: z.string().min(1).max(128) }),
    response: z.object({ token: z.string(), expires_at: z.string() }),
    async handler({ c, deps, body, param }) {
      asSecret(c);
      const address = c.req.header("cf-connecting-ip") ?? "local";
      const { token, expiresAt } = await unlockShared(param("token"), body.password, address, deps);
      return { token, expires_at: isoMicros(expiresAt) };
    },
  }),
];
