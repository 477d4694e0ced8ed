import { findSharing, listSharedLinks, listSharePasswords } from "@edgewise/db/mysql/repos/sharing.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { sharedLinkBody, sharePasswordBody, sharingChange } from "../../../services/sharing/body.ts";
import { createSharedLink, revokeSharedLink } from "../../../services/sharing/links.ts";
import { signLink } from "../../../services/sharing/signed-link.ts";
import {
  addPassword,
  changeSharing,
  removePassword,
  renewToken,
  type Shareable,
  shareableDashboard,
  shareableInsight,
} from "../../../services/sharing/write.ts";

const tag = "sharing";
const read = { kind: "project", scope: "sharing_configuration:read" } as const;
const write = { kind: "project", scope: "sharing_configuration:write" } as const;

const password = z.object({
  id: z.number().int(),
  note: z.string().nullable(),
  created_at: z.string(),
  created_by_email: z.string().nullable(),
  is_active: z.literal(true),
});

const sharing = z.object({
  created_at: z.string().nullable(),
  enabled: z.boolean(),
  /** '' until it is shared for the first time. */
  access_token: z.string(),
  settings: z.looseObject({}),
  password_required: z.boolean(),
  share_passwords: z.array(password),
});

async function show(access: ProjectAccess, item: Shareable, deps: Deps): Promise<z.infer<typeof sharing>> {
  const row = await findSharing(access, deps.db, item.thing);
  if (!row) {
    const none = { created_at: null, enabled: false, access_token: "", settings: {} };
    return { ...none, password_required: false, share_passwords: [] };
  }
  const passwords = await listSharePasswords(deps.db, row.id);
  const users = await findUsers(
    passwords.map(({ createdBy }) => createdBy),
    deps.db,
  );
  return {
    created_at: isoMicros(row.createdAt),
    enabled: row.enabled,
    // The link is a secret: those who may only look get to it from whoever shared it.
    access_token: access.role === "viewer" ? "" : await signLink(row.accessToken, deps.config.authSecret),
    settings: row.settings,
    password_required: row.passwordRequired,
    share_passwords: passwords.map(({ id, note, createdAt, createdBy }) => ({
      id,
      note,
      created_at: isoMicros(createdAt),
      created_by_email: users.get(createdBy ?? "")?.email ?? null,
      is_active: true,
    })),
  };
}

type Find = (access: ProjectAccess, given: string, deps: Deps) => Promise<Shareable>;

/** The routes below one kind of thing. */
function sharingOf(what: string, base: string, name: string, find: Find): readonly ApiRoute[] {
  const paths = underProject(`${base}/:${name}/sharing/`);
  return [
    route({
      method: "get",
      paths,
      access: read,
      summary: `How ${what} is shared`,
      tag,
      response: sharing,
      handler: async ({ access, deps, param }) =>
        await show(access, await find(access, param(name), deps), deps),
    }),
    route({
      method: "patch",
      paths,
      access: write,
      summary: `Share ${what} by a link, change how, or stop`,
      tag,
      body: sharingChange,
      response: sharing,
      async handler({ access, deps, body, param }) {
        const item = await find(access, param(name), deps);
        await changeSharing(access, item, body, deps);
        return await show(access, item, deps);
      },
    }),
    route({
      method: "post",
      paths: underProject(`${base}/:${name}/sharing/refresh/`),
      access: write,
      summary: `Give ${what} a new link; the old one is dead at once`,
      tag,
      response: sharing,
      async handler({ access, deps, param }) {
        const item = await find(access, param(name), deps);
        await renewToken(access, item, deps);
        return await show(access, item, deps);
      },
    }),
    route({
      method: "post",
      paths: underProject(`${base}/:${name}/sharing/passwords/`),
      access: write,
      summary: `Ask for a password before ${what} is shown; answers it this once`,
      tag,
      body: sharePasswordBody,
      response: z.object({ id: z.number().int(), password: z.string(), note: z.string().nullable() }),
      status: 201,
      async handler({ access, deps, body, param }) {
        const item = await find(access, param(name), deps);
        return { ...(await addPassword(access, item, body, deps)), note: body.note ?? null };
      },
    }),
    route({
      method: "delete",
      paths: underProject(`${base}/:${name}/sharing/passwords/:password_id/`),
      access: write,
      summary: "Take a password away; with the last one sharing stops",
      tag,
      async handler({ access, deps, param }) {
        const item = await find(access, param(name), deps);
        await removePassword(access, item, pathNumber(param("password_id")), deps);
      },
    }),
  ];
}

const link = z.object({
  id: z.number().int(),
  name: z.string().nullable(),
  access_token: z.string(),
  expires_at: z.string(),
  created_at: z.string(),
});

export const SHARING_ROUTES: readonly ApiRoute[] = [
  ...sharingOf("a dashboard", "dashboards", "dashboard", (access, given, deps) =>
    shareableDashboard(access, pathNumber(given), deps),
  ),
  ...sharingOf("an insight", "insights", "insight", shareableInsight),
  route({
    method: "get",
    paths: underProject("shared_links/"),
    access: write,
    summary: "Links to states of the explorer that still open",
    tag,
    query: pageQuery,
    response: pageSchema(link),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listSharedLinks(access, deps.db, deps.now(), query);
      const shown = await Promise.all(
        rows.map(async ({ id, name, accessToken, expiresAt, createdAt }) => ({
          id,
          name,
          access_token: await signLink(accessToken, deps.config.authSecret),
          expires_at: isoMicros(expiresAt ?? createdAt),
          created_at: isoMicros(createdAt),
        })),
      );
      return pageOf(c, query, total, shown);
    },
  }),
  route({
    method: "post",
    paths: underProject("shared_links/"),
    access: write,
    summary: "A link that shows a query's answer, saved or not, until it expires",
    tag,
    body: sharedLinkBody,
    response: link,
    status: 201,
    async handler({ access, deps, body }) {
      const { id, token, expiresAt } = await createSharedLink(access, body, deps);
      const times = { expires_at: isoMicros(expiresAt), created_at: isoMicros(deps.now()) };
      return { id, name: body.name ?? null, access_token: token, ...times };
    },
  }),
  route({
    method: "delete",
    paths: underProject("shared_links/:link/"),
    access: write,
    summary: "End a link before its time",
    tag,
    handler: ({ access, deps, param }) => revokeSharedLink(access, pathNumber(param("link")), deps),
  }),
];
