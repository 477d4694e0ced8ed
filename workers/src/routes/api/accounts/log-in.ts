import * as z from "zod";
import { SSO_PREFIX } from "../../../auth/policy.ts";
import { ApiError } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import type { ApiContext } from "../../../http/types.ts";
import { authError, callAuth, throttled } from "../../../services/accounts/sign-up.ts";
import { logInWays } from "../../../services/sso/enforced.ts";

const tag = "accounts";
const email = z.email().max(254);
const success = z.object({ success: z.literal(true) });

const codeBody = z
  .object({
    /** Six digits of the authenticator app. */
    token: z.string().trim().max(20).optional(),
    /** One of the codes that were shown when the second factor was switched on; each works once. */
    recovery_code: z.string().trim().max(40).optional(),
    /** Don't ask this browser again for 30 days. */
    trust_device: z.boolean().default(false),
  })
  .refine((body) => Boolean(body.token) !== Boolean(body.recovery_code), "Send `token` or `recovery_code`.");

async function throwUnless(response: Response, failed: string): Promise<void> {
  if (response.ok) return;
  if (response.status === 429) throw throttled(response);
  const { code, message } = await authError(response);
  if (response.status === 403)
    throw new ApiError("permission_denied", message, code === "" ? {} : { publicCode: code.toLowerCase() });
  throw new ApiError("invalid_credentials", failed);
}

export const LOG_IN_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/login/"],
    access: { kind: "public" },
    summary: "Sign in with e-mail and password; 401 `2fa_required` asks for a code at /api/login/token/",
    tag,
    body: z.object({ email, password: z.string().min(1).max(128) }),
    response: success,
    async handler({ c, deps, body }) {
      const response = await callAuth(deps, "sign-in/email", c.req.raw.headers, body);
      await throwUnless(response, "Invalid email or password.");
      passCookies(c, response.headers.getSetCookie());
      const { twoFactorRedirect } = (await response.json()) as { twoFactorRedirect?: boolean };
      if (twoFactorRedirect) throw new ApiError("2fa_required", "Enter the code of your authenticator app.");
      return { success: true };
    },
  }),
  route({
    method: "post",
    paths: ["/api/login/token/"],
    access: { kind: "public" },
    summary: "The second step of a log-in: a code of the authenticator app, or a recovery code",
    tag,
    body: codeBody,
    response: success,
    async handler({ c, deps, body }) {
      const [path, code] = body.token
        ? ["two-factor/verify-totp", body.token.replaceAll(" ", "")]
        : ["two-factor/verify-backup-code", body.recovery_code];
      const given = { code, trustDevice: body.trust_device };
      const response = await callAuth(deps, path!, c.req.raw.headers, given);
      passCookies(c, response.headers.getSetCookie());
      if (response.status === 400)
        throw new ApiError("invalid_credentials", "Too many wrong codes: log in again.");
      await throwUnless(response, "This code is wrong, or has been used.");
      return { success: true };
    },
  }),
  route({
    method: "get",
    paths: ["/api/login/methods/"],
    access: { kind: "public" },
    summary: "Which ways of logging in this deployment offers",
    tag,
    response: z.object({ google: z.boolean(), github: z.boolean(), confirm_first: z.boolean() }),
    async handler({ deps }) {
      const { providers, confirmFirst } = deps.config;
      return {
        google: providers.google !== null,
        github: providers.github !== null,
        confirm_first: confirmFirst,
      };
    },
  }),
  route({
    method: "post",
    paths: ["/api/login/precheck/"],
    access: { kind: "public" },
    summary: "How an address logs in, by its domain: the same answer whether it has an account",
    tag,
    body: z.object({ email }),
    response: z.object({
      sso_enforcement: z.string().nullable(),
      saml_available: z.literal(false),
      /** Ours: to be given to `/api/auth/sign-in/social` as `provider`. */
      sso_provider: z.string().nullable(),
    }),
    async handler({ deps, body }) {
      const { provider, enforced } = await logInWays(body.email, deps);
      return {
        sso_enforcement: enforced ? "oidc" : null,
        saml_available: false,
        sso_provider: provider === null ? null : `${SSO_PREFIX}${provider}`,
      };
    },
  }),
  route({
    method: "post",
    paths: ["/api/logout/"],
    access: { kind: "public" },
    summary: "End the session",
    tag,
    async handler({ c, deps }) {
      const response = await callAuth(deps, "sign-out", c.req.raw.headers, {});
      if (response.status === 403)
        throw new ApiError("permission_denied", (await authError(response)).message);
      passCookies(c, response.headers.getSetCookie());
    },
  }),
];

/** Hands the cookies of better-auth on. */
export function passCookies(c: ApiContext, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}
