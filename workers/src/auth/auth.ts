import { passkey } from "@better-auth/passkey";
import type { Database } from "@edgewise/db/mysql/client.ts";
import * as schema from "@edgewise/db/mysql/schema/index.ts";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { twoFactor } from "better-auth/plugins/two-factor";
import { sha256Hex } from "../http/hash.ts";
import { newId } from "../ids.ts";
import type { MailOrder } from "../services/notifications/queue.ts";
import { accountMail, resetMail, verificationMail } from "./mails.ts";
import { passkeyPlace, requirePresence } from "./passkeys.ts";
import { type AuthPolicy, afterRequest, beforeRequest, refused } from "./policy.ts";
import { type ProviderKeys, providersOf } from "./providers.ts";

/** What the rest of the Worker needs of better-auth. */
export interface Auth {
  /** Answers `/api/auth/*`, with its rate limit and origin check. */
  handler(request: Request): Promise<Response>;
  /** The user of a session cookie, or null. */
  sessionOf(headers: Headers): Promise<{ userId: string } | null>;
}

export interface AuthConfig {
  readonly secret: string;
  /** Keys that secrets are sealed under, newest first; empty: {@link secret} alone. */
  readonly keys: readonly { readonly version: number; readonly value: string }[];
  readonly edgeUrl: string;
  readonly webUrl: string;
  readonly trustedOrigins: readonly string[];
  /** Nobody gets a session before their address is confirmed; so signing up tells nobody who has an account. */
  readonly confirmFirst: boolean;
  readonly providers: ProviderKeys;
  readonly policy: AuthPolicy;
  /** Writes a mail into the outbox. */
  mail(order: MailOrder): Promise<unknown>;
}

export const MIN_PASSWORD = 8;
const LOGIN_ATTEMPTS_PER_MINUTE = 30;

/** Accounts on our MySQL tables; cookies are `Secure` wherever the edge is served by https. */
export function createAuth(db: Database, config: AuthConfig): Auth {
  const { policy, webUrl } = config;
  const instance = betterAuth({
    appName: "Edgewise",
    baseURL: config.edgeUrl,
    basePath: "/api/auth",
    secret: config.secret,
    ...(config.keys.length === 0 ? {} : { secrets: [...config.keys] }),
    trustedOrigins: [...config.trustedOrigins],
    logger: { level: "error" },
    telemetry: { enabled: false },
    database: drizzleAdapter(db, { provider: "mysql", schema, transaction: false }),
    onAPIError: { errorURL: `${webUrl}/login` },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: 128,
      requireEmailVerification: config.confirmFirst,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        await config.mail(resetMail(user, token, webUrl));
      },
      onPasswordReset: async ({ user }, request) => {
        await policy.note(user.id, "password_reset", request?.headers);
      },
      onExistingUserSignUp: async ({ user }) => {
        await config.mail(accountMail(user, webUrl, newId()));
      },
    },
    emailVerification: {
      expiresIn: 86_400,
      autoSignInAfterVerification: config.confirmFirst,
      sendVerificationEmail: async ({ user, token }) => {
        await config.mail(verificationMail(user, token, webUrl, await sha256Hex(token)));
      },
    },
    // The database holds hashes of what mails carry.
    verification: { storeIdentifier: "hashed" },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    account: { encryptOAuthTokens: true },
    user: { validateUserInfo: ({ user, source }) => policy.admit(user.email ?? "", source) },
    databaseHooks: {
      user: {
        create: { after: (user, c) => policy.welcome(user.id, providerOf(c)) },
        update: {
          async before(change, c) {
            const id = c?.context.session?.user.id;
            if (id === undefined || typeof change.twoFactorEnabled !== "boolean") return;
            const activity = change.twoFactorEnabled ? "two_factor_enabled" : "two_factor_disabled";
            await policy.note(id, activity, c?.headers);
          },
        },
      },
      session: {
        create: {
          async before({ userId }, c) {
            const refusal = await policy.refuse(userId, providerOf(c));
            if (refusal) throw refused(refusal);
          },
        },
      },
    },
    hooks: { before: beforeRequest(policy), after: afterRequest(policy) },
    plugins: [
      twoFactor({ issuer: "Edgewise", allowPasswordless: true }),
      passkey({
        rpName: "Edgewise",
        ...passkeyPlace(webUrl, config.trustedOrigins),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        authentication: { afterVerification: requirePresence },
      }),
      genericOAuth({ config: providersOf(config.providers, webUrl) }),
    ],
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "rateLimit",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: LOGIN_ATTEMPTS_PER_MINUTE },
        "/sign-in/social": { window: 60, max: LOGIN_ATTEMPTS_PER_MINUTE },
        "/sign-up/email": { window: 60, max: 60 },
        "/request-password-reset": { window: 600, max: 20 },
        "/reset-password": { window: 600, max: 30 },
        "/send-verification-email": { window: 600, max: 60 },
        "/two-factor/*": { window: 60, max: 20 },
        "/passkey/verify-authentication": { window: 60, max: LOGIN_ATTEMPTS_PER_MINUTE },
      },
    },
    advanced: {
      cookiePrefix: "edgewise",
      useSecureCookies: config.edgeUrl.startsWith("https://"),
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: ["cf-connecting-ip"] },
    },
  });
  return {
    handler: (request) => instance.handler(request),
    async sessionOf(headers) {
      const found = await instance.api.getSession({ headers });
      return found === null ? null : { userId: found.user.id };
    },
  };
}

/** The provider that a callback comes from; null for every other way in. */
const providerOf = (c: { readonly path?: string; readonly params?: unknown } | null): string | null =>
  c?.path === "/callback/:id" ? ((c.params as { id?: string } | undefined)?.id ?? null) : null;
