import { boolean, index, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";
import { bytes, json, label, longText, time, uuid } from "./columns.ts";

export type Role = "owner" | "admin" | "member" | "viewer";

export const organizations = mysqlTable("organizations", {
  id: uuid("id").primaryKey(),
  name: label("name", { length: 255 }).notNull(),
  slug: bytes("slug", { length: 64 }).notNull().unique(),
  settings: json<Record<string, unknown>>("settings").notNull(),
  /** Where its data lives, chosen when it is made and never changed; '' = the deployment's own region. */
  region: bytes("region", { length: 16 }).notNull().default(""),
  createdAt: time("created_at").notNull(),
  updatedAt: time("updated_at").notNull(),
  /** Since when it is deleted; it can be restored until {@link eraseAt}. */
  deletedAt: time("deleted_at"),
  eraseAt: time("erase_at"),
  /** When its data was erased for good; the row stays as the name of its audit log. */
  erasedAt: time("erased_at"),
});

export const memberships = mysqlTable(
  "memberships",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    userId: uuid("user_id").notNull(),
    role: bytes("role", { length: 16 }).$type<Role>().notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("memberships_organization_user").on(t.organizationId, t.userId),
    index("memberships_user").on(t.userId),
  ],
);

/** A mail domain of an organisation: once its DNS shows the challenge, people of it can be let in and bound. */
export const organizationDomains = mysqlTable(
  "organization_domains",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    domain: bytes("domain", { length: 253 }).notNull(),
    challenge: bytes("challenge", { length: 64 }).notNull(),
    verifiedAt: time("verified_at"),
    /** Who comes through single sign-on becomes a member. */
    jitProvisioning: boolean("jit_provisioning").notNull().default(false),
    /** People of the domain come in by single sign-on only; owners keep their password. */
    ssoEnforced: boolean("sso_enforced").notNull().default(false),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("organization_domains_own").on(t.organizationId, t.domain),
    index("organization_domains_domain").on(t.domain),
  ],
);

/** The OpenID provider that an organisation's people log in with. */
export const identityProviders = mysqlTable(
  "identity_providers",
  {
    id: uuid("id").primaryKey(),
    organizationId: uuid("organization_id").notNull(),
    issuer: bytes("issuer", { length: 500 }).notNull(),
    clientId: bytes("client_id", { length: 255 }).notNull(),
    /** Sealed. */
    clientSecret: longText("client_secret").notNull(),
    /** As its discovery document said when it was saved. */
    endpoints: json<{ authorization: string; token: string; userinfo: string | null; jwks: string }>(
      "endpoints",
    ).notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [uniqueIndex("identity_providers_organization").on(t.organizationId)],
);
