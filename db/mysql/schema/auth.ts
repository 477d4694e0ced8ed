import { bigint, boolean, index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

/** better-auth's tables. Property names are better-auth's; extra columns are ours. */
export const user = mysqlTable(
  "user",
  {
    id: uuid("id").primaryKey(),
    /** The public API's integer user id. */
    number: int("number").autoincrement().notNull().unique(),
    name: label("name", { length: 255 }).notNull(),
    email: label("email", { length: 255 }).notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: bytes("image", { length: 1024 }),
    /** What the person looked at last: where `@current` points. */
    currentEnvironmentId: int("current_environment_id"),
    currentOrganizationId: uuid("current_organization_id"),
    preferences: json<Record<string, unknown>>("preferences"),
    twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("user_created").on(t.createdAt)],
);

export const session = mysqlTable(
  "session",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    token: bytes("token", { length: 255 }).notNull(),
    expiresAt: time("expires_at").notNull(),
    ipAddress: bytes("ip_address", { length: 64 }),
    userAgent: longText("user_agent"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [uniqueIndex("session_token").on(t.token), index("session_user").on(t.userId)],
);

export const account = mysqlTable(
  "account",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    accountId: bytes("account_id", { length: 255 }).notNull(),
    providerId: bytes("provider_id", { length: 64 }).notNull(),
    accessToken: longText("access_token"),
    refreshToken: longText("refresh_token"),
    idToken: longText("id_token"),
    accessTokenExpiresAt: time("access_token_expires_at"),
    refreshTokenExpiresAt: time("refresh_token_expires_at"),
    scope: longText("scope"),
    password: longText("password"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("account_user").on(t.userId), index("account_provider").on(t.providerId, t.accountId)],
);

export const verification = mysqlTable(
  "verification",
  {
    id: uuid("id").primaryKey(),
    identifier: bytes("identifier", { length: 255 }).notNull(),
    value: longText("value").notNull(),
    expiresAt: time("expires_at").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [index("verification_identifier").on(t.identifier)],
);

/** Attempts to log in, counted across isolates. */
export const rateLimit = mysqlTable("rate_limit", {
  id: uuid("id").primaryKey(),
  key: bytes("key", { length: 255 }).notNull().unique(),
  count: int("count").notNull(),
  lastRequest: bigint("last_request", { mode: "number" }).notNull(),
});

/** The second factor of a person: its secret and recovery codes are sealed. */
export const twoFactor = mysqlTable(
  "two_factor",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    secret: longText("secret").notNull(),
    backupCodes: longText("backup_codes").notNull(),
    verified: boolean("verified").notNull().default(true),
    failedVerificationCount: int("failed_verification_count").notNull().default(0),
    lockedUntil: time("locked_until"),
  },
  (t) => [index("two_factor_user").on(t.userId)],
);

export const passkey = mysqlTable(
  "passkey",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    name: label("name", { length: 255 }),
    publicKey: longText("public_key").notNull(),
    credentialID: bytes("credential_id", { length: 500 }).notNull(),
    counter: int("counter").notNull(),
    deviceType: bytes("device_type", { length: 32 }).notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: bytes("transports", { length: 255 }),
    aaguid: bytes("aaguid", { length: 64 }),
    createdAt: time("created_at"),
  },
  (t) => [index("passkey_user").on(t.userId), uniqueIndex("passkey_credential").on(t.credentialID)],
);
