import { type DomainRow, listDomains } from "@edgewise/db/mysql/repos/domains.ts";
import {
  findIdentityProvider,
  type IdentityProviderRow,
} from "@edgewise/db/mysql/repos/identity-providers.ts";
import * as z from "zod";
import { SSO_PREFIX } from "../../../auth/policy.ts";
import { callbackOf } from "../../../auth/providers.ts";
import type { Deps } from "../../../deps.ts";
import { invalid, notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { removeProvider, saveProvider } from "../../../services/sso/configure.ts";
import {
  addDomain,
  challengeName,
  changeDomain,
  removeDomain,
  requireDomain,
  verifyDomain,
} from "../../../services/sso/domains.ts";

const tag = "organizations";
const PATH = "/api/organizations/:organization_id/domains/";
const PROVIDER = ["/api/organizations/:organization_id/identity_provider/"];
const read = { kind: "organization", scope: "organization:read", role: "admin" } as const;
/** Who decides how people log in could log in as any of them: owners only. */
const write = { kind: "organization", scope: "organization:write", role: "owner" } as const;

const domain = z.object({
  id: z.string(),
  domain: z.string(),
  is_verified: z.boolean(),
  verified_at: z.string().nullable(),
  verification_challenge: z.string(),
  /** Ours: the name of the TXT record that must hold the challenge. */
  verification_name: z.string(),
  jit_provisioning_enabled: z.boolean(),
  sso_enforcement: z.enum(["", "oidc"]),
  has_saml: z.literal(false),
});

const present = (row: DomainRow): z.infer<typeof domain> => ({
  id: row.id,
  domain: row.domain,
  is_verified: row.verifiedAt !== null,
  verified_at: row.verifiedAt && isoMicros(row.verifiedAt),
  verification_challenge: row.challenge,
  verification_name: challengeName(row.domain),
  jit_provisioning_enabled: row.jitProvisioning,
  sso_enforcement: row.ssoEnforced ? "oidc" : "",
  has_saml: false,
});

const NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

const provider = z.object({
  id: z.string(),
  issuer: z.string(),
  client_id: z.string(),
  /** To be registered at the provider. */
  redirect_uri: z.string(),
  updated_at: z.string(),
});

const presentProvider = (row: IdentityProviderRow, deps: Deps): z.infer<typeof provider> => ({
  id: row.id,
  issuer: row.issuer,
  client_id: row.clientId,
  redirect_uri: callbackOf(deps.config.webUrl, `${SSO_PREFIX}${row.id}`),
  updated_at: isoMicros(row.updatedAt),
});

export const DOMAIN_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: [PATH],
    access: read,
    summary: "Mail domains of the organization",
    tag,
    query: pageQuery,
    response: pageSchema(domain),
    async handler({ c, access, deps, query }) {
      const rows = await listDomains(access, deps.db);
      const shown = rows.slice(query.offset, query.offset + query.limit);
      return pageOf(c, query, rows.length, shown.map(present));
    },
  }),
  route({
    method: "post",
    paths: [PATH],
    access: write,
    summary: "Name a mail domain; a TXT record then shows that it is yours",
    tag,
    body: z.object({ domain: z.string().trim().toLowerCase().regex(NAME, "Use a name like example.com.") }),
    response: domain,
    status: 201,
    async handler({ access, deps, body }) {
      const known = await listDomains(access, deps.db);
      if (known.some((row) => row.domain === body.domain))
        throw invalid("domain", `${body.domain} is in the list already.`, "unique");
      return present(await addDomain(access, body.domain, deps));
    },
  }),
  route({
    method: "get",
    paths: [`${PATH}:domain/`],
    access: read,
    summary: "One mail domain",
    tag,
    response: domain,
    handler: async ({ access, deps, param }) => present(await requireDomain(access, param("domain"), deps)),
  }),
  route({
    method: "post",
    paths: [`${PATH}:domain/verify/`],
    access: write,
    summary: "Look for the domain's TXT record now",
    tag,
    response: domain,
    handler: async ({ access, deps, param }) => present(await verifyDomain(access, param("domain"), deps)),
  }),
  route({
    method: "patch",
    paths: [`${PATH}:domain/`],
    access: write,
    summary: "Let people of the domain in by single sign-on, or in no other way",
    tag,
    body: z.object({
      jit_provisioning_enabled: z.boolean().optional(),
      sso_enforcement: z.enum(["", "oidc"]).optional(),
    }),
    response: domain,
    async handler({ access, deps, param, body }) {
      const { jit_provisioning_enabled: jit, sso_enforcement: enforcement } = body;
      const change = {
        ...(jit === undefined ? {} : { jitProvisioning: jit }),
        ...(enforcement === undefined ? {} : { ssoEnforced: enforcement !== "" }),
      };
      return present(await changeDomain(access, param("domain"), change, deps));
    },
  }),
  route({
    method: "delete",
    paths: [`${PATH}:domain/`],
    access: write,
    summary: "Forget a mail domain",
    tag,
    handler: ({ access, deps, param }) => removeDomain(access, param("domain"), deps),
  }),
  route({
    method: "get",
    paths: PROVIDER,
    access: read,
    summary: "The organization's OpenID provider",
    tag,
    response: provider,
    async handler({ access, deps }) {
      const row = await findIdentityProvider(access, deps.db);
      if (!row) throw notFound("There is no identity provider.");
      return presentProvider(row, deps);
    },
  }),
  route({
    method: "put",
    paths: PROVIDER,
    access: write,
    summary: "Save the OpenID provider that people of verified domains log in with",
    tag,
    body: z.object({
      issuer: z.string().trim().max(500),
      client_id: z.string().trim().min(1).max(255),
      client_secret: z.string().min(1).max(1000).optional(),
    }),
    response: provider,
    async handler({ access, deps, body }) {
      const { issuer, client_id: clientId, client_secret: clientSecret } = body;
      return presentProvider(await saveProvider(access, { issuer, clientId, clientSecret }, deps), deps);
    },
  }),
  route({
    method: "delete",
    paths: PROVIDER,
    access: write,
    summary: "Forget the OpenID provider; nobody is bound to it any more",
    tag,
    handler: ({ access, deps }) => removeProvider(access, deps),
  }),
];
