import {
  findIdentityProviderById,
  type IdentityProviderRow,
} from "@edgewise/db/mysql/repos/identity-providers.ts";
import type { GenericOAuthConfig } from "better-auth/plugins/generic-oauth";
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import * as z from "zod";
import { SSO_PREFIX } from "../../auth/policy.ts";
import { callbackOf } from "../../auth/providers.ts";
import type { Deps } from "../../deps.ts";
import { unseal } from "../secrets/seal.ts";
import { callProvider } from "./call.ts";
import { domainOfProvider } from "./join.ts";

const tokens = z.object({ access_token: z.string().optional(), id_token: z.string() });

/**
 * An organisation's provider as better-auth takes it; null when there is none (any more). Its endpoints are addresses
 * that somebody typed, so all calls go through the guarded way out; its word counts for its own domains only.
 */
export async function ssoProvider(id: string, deps: Deps): Promise<GenericOAuthConfig | null> {
  const row = await findIdentityProviderById(id.slice(SSO_PREFIX.length), deps.db);
  const secret = row && (await unseal(row.clientSecret, "identity providers", deps.config.keyring));
  if (!row || secret === null) return null;
  const { endpoints, clientId } = row;
  return {
    providerId: id,
    clientId,
    clientSecret: secret,
    redirectURI: callbackOf(deps.config.webUrl, id),
    authorizationUrl: endpoints.authorization,
    tokenUrl: endpoints.token,
    scopes: ["openid", "email", "profile"],
    async getToken({ code, redirectURI, codeVerifier }) {
      const form = {
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectURI,
        client_id: clientId,
        client_secret: secret,
        ...(codeVerifier ? { code_verifier: codeVerifier } : {}),
      };
      const init = { method: "POST", body: new URLSearchParams(form) };
      const answer = tokens.parse(await callProvider(endpoints.token, deps, init));
      return {
        idToken: answer.id_token,
        ...(answer.access_token ? { accessToken: answer.access_token } : {}),
      };
    },
    async getUserInfo({ idToken }) {
      const claims = await verified(row, idToken ?? "", deps);
      const email = typeof claims.email === "string" ? claims.email.toLowerCase() : null;
      if (email === null || claims.email_verified === false || claims.sub === undefined) return null;
      if (!(await domainOfProvider(email, id, deps))) return null;
      const name = typeof claims.name === "string" ? claims.name : (email.split("@")[0] ?? email);
      return { id: claims.sub, email, emailVerified: true, name };
    },
  };
}

/** The claims of an ID token that this provider signed for this client, now. */
async function verified(row: IdentityProviderRow, idToken: string, deps: Deps): Promise<JWTPayload> {
  const keys = (await callProvider(row.endpoints.jwks, deps)) as JSONWebKeySet;
  const { payload } = await jwtVerify(idToken, createLocalJWKSet(keys), {
    issuer: row.issuer,
    audience: row.clientId,
    currentDate: deps.now(),
    clockTolerance: 60,
  });
  return payload;
}
