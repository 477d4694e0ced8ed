import { listDomains, updateDomain } from "@edgewise/db/mysql/repos/domains.ts";
import {
  deleteIdentityProvider,
  findIdentityProvider,
  type IdentityProviderRow,
  putIdentityProvider,
} from "@edgewise/db/mysql/repos/identity-providers.ts";
import * as z from "zod";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { seal } from "../secrets/seal.ts";
import { callProvider } from "./call.ts";

export interface ProviderInput {
  readonly issuer: string;
  readonly clientId: string;
  /** Absent: as it was. */
  readonly clientSecret?: string | undefined;
}

const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  jwks_uri: z.url(),
});

const actorOf = ({ organizationId, userId }: OrganizationAccess) => ({
  organizationId,
  projectId: null,
  userId,
});
const shown = (row: IdentityProviderRow | null) =>
  row === null ? {} : { issuer: row.issuer, client_id: row.clientId };

/** Saves the organisation's OpenID provider, as its discovery document describes it now. */
export async function saveProvider(
  access: OrganizationAccess,
  input: ProviderInput,
  deps: Deps,
): Promise<IdentityProviderRow> {
  const before = await findIdentityProvider(access, deps.db);
  if (input.clientSecret === undefined && (before === null || before.issuer !== input.issuer))
    throw invalid("client_secret", "Send the client secret along with a new issuer.", "required");
  const found = await discover(input.issuer, deps);
  const now = deps.now();
  const { keyring } = deps.config;
  const row: IdentityProviderRow = {
    id: before?.id ?? deps.newId(),
    organizationId: access.organizationId,
    issuer: found.issuer,
    clientId: input.clientId,
    clientSecret:
      input.clientSecret === undefined
        ? (before?.clientSecret ?? "")
        : await seal(input.clientSecret, "identity providers", keyring),
    endpoints: {
      authorization: found.authorization_endpoint,
      token: found.token_endpoint,
      userinfo: found.userinfo_endpoint ?? null,
      jwks: found.jwks_uri,
    },
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  const secret = input.clientSecret === undefined ? [] : [SECRET_CHANGED];
  const changes = [...changesBetween("IdentityProvider", shown(before), shown(row)), ...secret];
  await commitLogged(actorOf(access), deps, async (tx) => {
    await putIdentityProvider(access, tx, row);
    const activity = before === null ? "created" : "updated";
    const entry = { scope: "IdentityProvider", itemId: row.id, activity, name: row.issuer, changes };
    return { result: undefined, entries: [entry] };
  });
  return row;
}

const SECRET_CHANGED = {
  type: "IdentityProvider",
  action: "changed",
  field: "client_secret",
  before: "(hidden)",
  after: "(hidden)",
} as const;

/** Forgets the provider; its domains are not bound to it any more. */
export async function removeProvider(access: OrganizationAccess, deps: Deps): Promise<void> {
  const row = await findIdentityProvider(access, deps.db);
  if (!row) throw notFound();
  await commitLogged(actorOf(access), deps, async (tx) => {
    await deleteIdentityProvider(access, tx);
    for (const domain of await listDomains(access, tx))
      await updateDomain(access, tx, domain.id, { ssoEnforced: false }, deps.now());
    const entry = { scope: "IdentityProvider", itemId: row.id, activity: "deleted", name: row.issuer };
    return { result: undefined, entries: [entry] };
  });
}

async function discover(issuer: string, deps: Deps): Promise<z.infer<typeof discovery>> {
  const base = issuer.replace(/\/$/, "");
  const found = await callProvider(`${base}/.well-known/openid-configuration`, deps)
    .then((document) => discovery.parse(document))
    .catch((error: unknown) => {
      const why = error instanceof z.ZodError ? "its document lacks an endpoint" : String(error);
      throw invalid("issuer", `${issuer} can't be used as an OpenID provider: ${why}`);
    });
  if (found.issuer.replace(/\/$/, "") !== base)
    throw invalid("issuer", `${issuer} says its issuer is ${found.issuer}: use that.`);
  return found;
}
