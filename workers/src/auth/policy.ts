import { APIError, createAuthMiddleware } from "better-auth/api";
import { type GenericOAuthConfig, genericOAuth } from "better-auth/plugins/generic-oauth";

/** Why somebody may not come in this way, as a code and a sentence. */
export interface Refusal {
  readonly error: string;
  readonly errorDescription: string;
}

/** How somebody comes in, as better-auth tells it. */
interface Source {
  readonly method: string;
  readonly oauth?: { readonly providerId: string } | undefined;
}

/** What organisations and this deployment ask of a log-in. */
export interface AuthPolicy {
  /** Whether an address may sign up, or come in by a provider. */
  admit(email: string, source: Source): Promise<Refusal | undefined>;
  /** Why a person may not get a session (from a provider, or by password or passkey). */
  refuse(userId: string, provider: string | null): Promise<Refusal | undefined>;
  /** A new person, with the provider they came from. */
  welcome(userId: string, provider: string | null): Promise<void>;
  /** An organisation's own provider, of an id `sso-…`. */
  provider(id: string): Promise<GenericOAuthConfig | null>;
  /** Seconds until this may be tried again with an address; 0 = now. */
  attempt(path: string, email: string): Promise<number>;
  /** Puts what happened to an account into the audit logs of its organisations. */
  note(userId: string, activity: string, headers: Headers | undefined): Promise<void>;
}

/** Ids of organisations' own providers begin with it. */
export const SSO_PREFIX = "sso-";

export const refused = ({ error, errorDescription }: Refusal): APIError =>
  new APIError("FORBIDDEN", { code: error, message: errorDescription });

/** Counts attempts by address, and puts an organisation's provider where better-auth looks for it. */
export const beforeRequest = (policy: AuthPolicy) =>
  createAuthMiddleware(async (c) => {
    const email: unknown = c.body?.email;
    if (typeof email === "string") {
      const wait = await policy.attempt(c.path, email);
      if (wait > 0) {
        const message = "Too many attempts for this address. Please try again later.";
        throw new APIError("TOO_MANY_REQUESTS", { message }, { "X-Retry-After": String(wait) });
      }
    }
    const id: unknown = c.path === "/callback/:id" ? c.params?.id : c.body?.provider;
    if (typeof id !== "string" || !id.startsWith(SSO_PREFIX)) return;
    const own = await policy.provider(id);
    const known = c.context.socialProviders;
    const at = known.findIndex((provider) => provider.id === id);
    if (at >= 0) known.splice(at, 1);
    if (own === null) return;
    const made = await genericOAuth({ config: [own] }).init?.(c.context);
    const provider = made?.context?.socialProviders?.find((one) => one.id === id);
    if (provider) known.push(provider);
  });

/** Path of better-auth → what the audit log calls it. */
const NOTED: Readonly<Record<string, string>> = {
  "/passkey/verify-registration": "passkey_added",
  "/passkey/delete-passkey": "passkey_removed",
  "/change-password": "password_changed",
  "/two-factor/generate-backup-codes": "recovery_codes_renewed",
  "/revoke-session": "session_ended",
  "/revoke-sessions": "sessions_ended",
  "/revoke-other-sessions": "sessions_ended",
  "/unlink-account": "login_unlinked",
  "/update-user": "updated",
  "/two-factor/verify-totp": "logged_in",
  "/two-factor/verify-backup-code": "logged_in",
  "/passkey/verify-authentication": "logged_in",
  "/callback/:id": "logged_in",
};

export const afterRequest = (policy: AuthPolicy) =>
  createAuthMiddleware(async (c) => {
    const fresh = c.context.newSession?.user;
    const direct = c.path === "/sign-in/email" && fresh && fresh.twoFactorEnabled !== true;
    const activity = direct ? "logged_in" : NOTED[c.path];
    const user = activity === "logged_in" ? fresh : c.context.session?.user;
    if (activity === undefined || !user) return;
    // Who comes back from a provider is led on by a redirect, which is thrown too: a fresh session says that it went well.
    if (activity !== "logged_in" && c.context.returned instanceof Error) return;
    await policy.note(user.id, activity, c.headers);
  });
