import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { MIN_PASSWORD } from "../../../auth/auth.ts";
import { ApiError } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import type { ApiContext } from "../../../http/types.ts";
import { authError, callAuth, signUp, signUpInvited, throttled } from "../../../services/accounts/sign-up.ts";
import { deliverSoon } from "../../../services/notifications/deliver.ts";
import { describeUser } from "../../../services/users/describe.ts";
import { me, presentMe } from "../users/me.ts";

const credentials = z.object({ email: z.email().max(254), password: z.string().min(1).max(128) });

const signUpBody = z.object({
  email: z.email().max(254),
  password: z.string().min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`).max(128),
  first_name: z.string().max(150).optional(),
  organization_name: z.string().min(1).max(255).optional(),
  project_name: z.string().min(1).max(255).optional(),
  /** What an invitation's link carries: joins its organisation instead of founding one. */
  invite: z.string().max(100).optional(),
});

export const ACCOUNT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/signup/"],
    access: { kind: "public" },
    summary: "Create an account with its organisation and first project; signs in",
    tag: "accounts",
    body: signUpBody,
    response: me,
    status: 201,
    async handler({ c, deps, body }) {
      const firstName = body.first_name?.trim() || body.email.split("@")[0]!;
      if (body.invite !== undefined) {
        const asked = { email: body.email, password: body.password, firstName, invite: body.invite };
        const joined = await signUpInvited(asked, deps, c.req.raw.headers);
        passCookies(c, joined.cookies);
        return presentMe(await describeUser((await findUser(joined.user.id, deps.db)) ?? joined.user, deps));
      }
      const input = {
        email: body.email,
        password: body.password,
        firstName,
        organizationName: body.organization_name ?? `${firstName}'s organization`,
        projectName: body.project_name ?? "Default project",
      };
      const created = await signUp(input, deps, c.req.raw.headers);
      passCookies(c, created.cookies);
      await callAuth(deps, "send-verification-email", c.req.raw.headers, { email: body.email });
      deliverSoon(c.executionCtx, deps);
      return presentMe(await describeUser((await findUser(created.user.id, deps.db)) ?? created.user, deps));
    },
  }),
  route({
    method: "post",
    paths: ["/api/login/"],
    access: { kind: "public" },
    summary: "Sign in with e-mail and password; sets the session cookie",
    tag: "accounts",
    body: credentials,
    response: z.object({ success: z.literal(true) }),
    async handler({ c, deps, body }) {
      const response = await callAuth(deps, "sign-in/email", c.req.raw.headers, body);
      if (response.status === 429) throw throttled(response);
      if (response.status === 403)
        throw new ApiError("permission_denied", (await authError(response)).message);
      if (!response.ok) throw new ApiError("invalid_credentials", "Invalid email or password.");
      passCookies(c, response.headers.getSetCookie());
      return { success: true };
    },
  }),
  route({
    method: "post",
    paths: ["/api/logout/"],
    access: { kind: "public" },
    summary: "End the session",
    tag: "accounts",
    async handler({ c, deps }) {
      const response = await callAuth(deps, "sign-out", c.req.raw.headers, {});
      if (response.status === 403)
        throw new ApiError("permission_denied", (await authError(response)).message);
      passCookies(c, response.headers.getSetCookie());
    },
  }),
];

function passCookies(c: ApiContext, cookies: readonly string[]): void {
  for (const cookie of cookies) c.header("Set-Cookie", cookie, { append: true });
}
