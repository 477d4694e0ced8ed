import type { Database } from "@edgewise/db/mysql/client.ts";
import * as schema from "@edgewise/db/mysql/schema/index.ts";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import { sha256Hex } from "../http/hash.ts";
import { newId } from "../ids.ts";
import type { MailOrder } from "../services/notifications/queue.ts";
import { resetMail, verificationMail } from "./mails.ts";

/** What the rest of the Worker needs of better-auth. */
export interface Auth {
  /** Answers `/api/auth/*`, with its rate limit and origin check. */
  handler(request: Request): Promise<Response>;
  /** The user of a session cookie, or null. */
  sessionOf(headers: Headers): Promise<{ userId: string } | null>;
}

export interface AuthConfig {
  readonly secret: string;
  readonly edgeUrl: string;
  readonly webUrl: string;
  readonly trustedOrigins: readonly string[];
  /** Writes a mail into the outbox. */
  mail(order: MailOrder): Promise<unknown>;
}

export const MIN_PASSWORD = 8;
const LOGIN_ATTEMPTS_PER_MINUTE = 30;

/** E-mail and password accounts on our MySQL tables; cookies are `Secure` wherever the edge is served by https. */
export function createAuth(db: Database, config: AuthConfig): Auth {
  const instance = betterAuth({
    appName: "Edgewise",
    baseURL: config.edgeUrl,
    basePath: "/api/auth",
    secret: config.secret,
    trustedOrigins: [...config.trustedOrigins],
    logger: { level: "error" },
    telemetry: { enabled: false },
    database: drizzleAdapter(db, { provider: "mysql", schema, transaction: false }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: 3600,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }) => {
        await config.mail(resetMail(user, token, config.webUrl));
      },
    },
    emailVerification: {
      expiresIn: 86_400,
      sendVerificationEmail: async ({ user, token }) => {
        await config.mail(verificationMail(user, token, config.webUrl, await sha256Hex(token)));
      },
    },
    // The database holds hashes of what mails carry.
    verification: { storeIdentifier: "hashed" },
    session: { expiresIn: 30 * 86_400, updateAge: 86_400 },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "rateLimit",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: LOGIN_ATTEMPTS_PER_MINUTE },
        "/sign-up/email": { window: 60, max: 60 },
        "/request-password-reset": { window: 600, max: 20 },
        "/reset-password": { window: 600, max: 30 },
        "/send-verification-email": { window: 600, max: 60 },
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
