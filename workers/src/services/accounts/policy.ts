import { countAttempt } from "@edgewise/db/mysql/repos/attempts.ts";
import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import { type AuthPolicy, type Refusal, SSO_PREFIX } from "../../auth/policy.ts";
import type { Deps } from "../../deps.ts";
import { callerOf } from "../../http/caller.ts";
import { sha256Hex } from "../../http/hash.ts";
import { enforcedDomain } from "../sso/enforced.ts";
import { joinBySso, mayJoinBySso } from "../sso/join.ts";
import { ssoProvider } from "../sso/provider.ts";
import { noteForUser } from "./note.ts";
import { createFirst } from "./sign-up.ts";

const WINDOW_MS = 600_000;
/** Tries with one address in ten minutes, wherever they come from, whether it has an account or not. */
const MOST: Readonly<Record<string, number>> = {
  "/sign-in/email": 20,
  "/sign-up/email": 10,
  "/request-password-reset": 5,
  "/send-verification-email": 5,
};

const SSO_REQUIRED: Refusal = {
  error: "SSO_REQUIRED",
  errorDescription: "Your organization logs in with single sign-on: use that button on the log-in page.",
};
const NOT_INVITED: Refusal = {
  error: "SSO_NOT_INVITED",
  errorDescription: "You are not a member of this organization yet: ask one of its admins for an invitation.",
};

/** The rules of log-ins, on our tables. */
export function authPolicy(deps: () => Deps): AuthPolicy {
  return {
    async admit(email, source) {
      const provider = source.oauth?.providerId ?? null;
      if (provider?.startsWith(SSO_PREFIX))
        return (await mayJoinBySso(email, provider, deps())) ? undefined : NOT_INVITED;
      return (await enforcedDomain(email, null, deps())) ? SSO_REQUIRED : undefined;
    },
    async refuse(userId, provider) {
      const user = await findUser(userId, deps().db);
      if (!user) return undefined;
      if (provider?.startsWith(SSO_PREFIX)) {
        await joinBySso(user, provider, deps());
        return undefined;
      }
      return (await enforcedDomain(user.email, user.id, deps())) ? SSO_REQUIRED : undefined;
    },
    async welcome(userId, provider) {
      // By password, the sign-up itself founds the organisation; by single sign-on there is one.
      if (provider === null || provider.startsWith(SSO_PREFIX)) return;
      const user = await findUser(userId, deps().db);
      const name = user?.name || user?.email.split("@")[0] || "My";
      const names = { organizationName: `${name}'s organization`, projectName: "Default project" };
      await createFirst(names, userId, deps());
    },
    provider: (id) => ssoProvider(id, deps()),
    async attempt(path, email) {
      const most = MOST[path];
      if (most === undefined) return 0;
      const { db, newId, now } = deps();
      const key = `account:${path}:${await sha256Hex(email.trim().toLowerCase())}`;
      const tries = await countAttempt(db, { id: newId(), key, windowMs: WINDOW_MS, now: now() });
      return tries > most ? WINDOW_MS / 1000 : 0;
    },
    async note(userId, activity, headers) {
      const composed = deps();
      await noteForUser(
        userId,
        { activity },
        { ...composed, ...(headers ? { caller: callerOf(headers) } : {}) },
      );
    },
  };
}
