import { type ApiKeyRow, updateKey } from "@edgewise/db/mysql/repos/api-keys.ts";
import { findUser, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import { findLiveKey } from "../services/keys/live.ts";
import { ApiError } from "./errors.ts";
import type { ApiContext } from "./types.ts";

/** Who is asking: a person (by session or personal key) or a project's secret key. */
export type Principal =
  | { readonly kind: "session"; readonly user: UserRow; readonly key: null }
  | { readonly kind: "personal"; readonly user: UserRow; readonly key: ApiKeyRow }
  | { readonly kind: "secret"; readonly user: null; readonly key: ApiKeyRow };

/** A principal that is a person. */
export type Person = Exclude<Principal, { kind: "secret" }>;

const KEY_USE_NOTED_EVERY_MS = 3_600_000;

/** Finds who is asking, in the order header, body, query string, session. Throws 401 when nobody is. */
export async function authenticate(c: ApiContext): Promise<Principal> {
  const found = await findToken(c);
  const principal = found ? await byKey(c, found.token, found.where) : await bySession(c);
  c.set("actor", `${principal.kind}:${principal.user?.id ?? principal.key?.id}`);
  const deps = c.get("deps");
  const via = principal.key === null ? "session" : `key ${principal.key.label} (${principal.key.mask})`;
  if (deps.caller) c.set("deps", { ...deps, caller: { ...deps.caller, via } });
  return principal;
}

async function findToken(c: ApiContext): Promise<{ token: string; where: string } | null> {
  const header = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (header) return { token: header, where: "Authorization header" };
  if (c.req.header("content-type")?.includes("json")) {
    const body = await c.req.text();
    const token = body.includes('"personal_api_key"') ? tokenInBody(body) : null;
    if (token) return { token, where: "body" };
  }
  const query = c.req.query("personal_api_key");
  return query ? { token: query, where: "query string" } : null;
}

function tokenInBody(text: string): string | null {
  try {
    const token = (JSON.parse(text) as { personal_api_key?: unknown }).personal_api_key;
    return typeof token === "string" && token !== "" ? token : null;
  } catch {
    return null;
  }
}

async function byKey(c: ApiContext, token: string, where: string): Promise<Principal> {
  const deps = c.get("deps");
  const { db } = deps;
  const failed = () =>
    new ApiError("authentication_failed", `Personal API key found in request ${where} is invalid.`);
  if (!token.startsWith("phx_") && !token.startsWith("phs_")) throw failed();
  const key = await findLiveKey(token, deps);
  if (!key) throw failed();
  noteUse(c, key, deps.now());
  if (key.kind === "secret") return { kind: "secret", user: null, key };
  const user = key.userId === null ? null : await findUser(key.userId, db);
  if (!user) throw failed();
  return { kind: "personal", user, key };
}

function noteUse(c: ApiContext, key: ApiKeyRow, at: Date): void {
  if (key.lastUsedAt !== null && at.getTime() - key.lastUsedAt.getTime() < KEY_USE_NOTED_EVERY_MS) return;
  const noted = updateKey(key.id, c.get("deps").db, { lastUsedAt: at }).catch(() => undefined);
  c.executionCtx.waitUntil(noted);
}

async function bySession(c: ApiContext): Promise<Principal> {
  const { auth, db } = c.get("deps");
  const session = c.req.header("cookie") ? await auth.sessionOf(c.req.raw.headers) : null;
  const user = session === null ? null : await findUser(session.userId, db);
  if (!user) throw new ApiError("not_authenticated", "Authentication credentials were not provided.");
  assertTrustedOrigin(c);
  return { kind: "session", user, key: null };
}

/** A browser sends cookies along with any site's form: a write must come from our own pages. */
function assertTrustedOrigin(c: ApiContext): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const crossSite =
    origin === undefined ? site === "cross-site" : !c.get("deps").config.isTrustedOrigin(origin);
  if (crossSite)
    throw new ApiError("permission_denied", `CSRF Failed: origin "${origin ?? ""}" is not trusted.`);
}
