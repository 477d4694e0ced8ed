import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { MIN_PASSWORD } from "../../../auth/auth.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { regionLabel, regionNames } from "../../../regions/regions.ts";
import { callAuth, signUp, signUpInvited, signUpUnseen } from "../../../services/accounts/sign-up.ts";
import { deliverSoon } from "../../../services/notifications/deliver.ts";
import { requireRegion } from "../../../services/organizations/create.ts";
import { describeUser } from "../../../services/users/describe.ts";
import { me, presentMe } from "../users/me.ts";
import { passCookies } from "./log-in.ts";

const signUpBody = z.object({
  email: z.email().max(254),
  password: z.string().min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`).max(128),
  first_name: z.string().max(150).optional(),
  organization_name: z.string().min(1).max(255).optional(),
  /** Where the organisation's data lives, for good: one of `GET /api/regions/`. */
  region: z.string().max(16).optional(),
  project_name: z.string().min(1).max(255).optional(),
  /** What an invitation's link carries: joins its organisation instead of founding one. */
  invite: z.string().max(100).optional(),
});

export const ACCOUNT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/signup/"],
    access: { kind: "public" },
    summary:
      "Create an account with its organisation and first project; signs in, or asks to confirm the address first",
    tag: "accounts",
    body: signUpBody,
    response: z.union([me, z.object({ confirm: z.literal(true), email: z.string() })]),
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
        region: requireRegion(body.region, deps),
      };
      if (deps.config.confirmFirst) {
        await signUpUnseen(input, deps, c.req.raw.headers, c.executionCtx);
        deliverSoon(c.executionCtx, deps);
        return { confirm: true as const, email: body.email };
      }
      const created = await signUp(input, deps, c.req.raw.headers);
      passCookies(c, created.cookies);
      await callAuth(deps, "send-verification-email", c.req.raw.headers, { email: body.email });
      deliverSoon(c.executionCtx, deps);
      return presentMe(await describeUser((await findUser(created.user.id, deps.db)) ?? created.user, deps));
    },
  }),
  route({
    method: "get",
    paths: ["/api/regions/"],
    access: { kind: "public" },
    summary:
      "Regions that a new organization's data can live in; the first is the default, empty = there is but one",
    tag: "accounts",
    response: z.object({ results: z.array(z.object({ name: z.string(), label: z.string() })) }),
    async handler({ deps }) {
      return { results: regionNames(deps.env).map((name) => ({ name, label: regionLabel(name) })) };
    },
  }),
];
