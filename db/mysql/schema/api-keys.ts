import { index, int, mysqlTable } from "drizzle-orm/mysql-core";
import { bytes, json, label, time, uuid } from "./columns.ts";

/** `personal`: acts as its user (`phx_`). `secret`: reads flag definitions of one environment (`phs_`). */
export type ApiKeyKind = "personal" | "secret";

export const apiKeys = mysqlTable(
  "api_keys",
  {
    id: uuid("id").primaryKey(),
    kind: bytes("kind", { length: 16 }).$type<ApiKeyKind>().notNull(),
    /** SHA-256 (hex) of the key: the key itself is never stored. */
    hash: bytes("hash", { length: 64 }).notNull().unique(),
    label: label("label", { length: 40 }).notNull(),
    mask: bytes("mask", { length: 32 }).notNull(),
    userId: uuid("user_id"),
    environmentId: int("environment_id"),
    scopes: json<string[]>("scopes").notNull(),
    /** Empty = no limit. */
    scopedTeams: json<number[]>("scoped_teams").notNull(),
    scopedOrganizations: json<string[]>("scoped_organizations").notNull(),
    createdAt: time("created_at").notNull(),
    lastUsedAt: time("last_used_at"),
    lastRolledAt: time("last_rolled_at"),
    expiresAt: time("expires_at"),
    revokedAt: time("revoked_at"),
    /** The key's value before it was rolled is accepted until then. */
    previousHash: bytes("previous_hash", { length: 64 }),
    previousUntil: time("previous_until"),
  },
  (t) => [
    index("api_keys_user").on(t.userId),
    index("api_keys_environment").on(t.environmentId),
    index("api_keys_previous").on(t.previousHash),
  ],
);
