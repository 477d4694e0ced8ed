import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { jwtVerify, SignJWT } from "jose";
import { type Access, parseScope, type Scope } from "./access.ts";
import { TinybirdError } from "./error.ts";

interface StoredToken {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Scope as it stands in a JWT and in the body of `POST /v0/tokens/`. */
export interface JwtScope {
  readonly type: Scope["type"];
  readonly resource: string;
  readonly filter?: string;
  readonly fixed_params?: Scope["fixedParams"];
}

const ISSUER = "edgewise-local";

/** Tokens of the workspace: the admin's key, static tokens kept by hash in a file, and JWTs signed with the key. */
export class TokenStore {
  readonly #file: string;
  readonly #key: string;
  readonly #byHash: Map<string, StoredToken>;

  constructor(file: string, key: string) {
    this.#file = file;
    this.#key = key;
    this.#byHash = new Map(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, "utf8"))) : []);
  }

  /** What a bearer token may do. Throws {@link TinybirdError} 403 for an unknown, forged or expired one. */
  async resolve(token: string): Promise<Access> {
    const [given, key] = [Buffer.from(token), Buffer.from(this.#key)];
    if (given.length === key.length && timingSafeEqual(given, key)) {
      return { name: "admin", scopes: [{ type: "ADMIN" }] };
    }
    const stored = this.#byHash.get(hash(token));
    if (stored !== undefined) return { name: stored.name, scopes: stored.scopes.map(parseScope) };
    if (token.split(".").length === 3) return this.#verify(token);
    throw new TinybirdError(403, "invalid authentication token. Invalid workspace");
  }

  /** Makes a static token and returns it; only its hash is kept. */
  create(name: string, scopes: readonly string[]): string {
    for (const scope of scopes) parseScope(scope);
    const token = `p.${randomBytes(32).toString("base64url")}`;
    this.#byHash.set(hash(token), { name, scopes });
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(Object.fromEntries(this.#byHash)), { mode: 0o600 });
    renameSync(draft, this.#file);
    return token;
  }

  /** Signs a JWT. `expiresAt` in seconds since the epoch. */
  sign(name: string, scopes: readonly JwtScope[], expiresAt: number): Promise<string> {
    return new SignJWT({ name, scopes })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(ISSUER)
      .setExpirationTime(expiresAt)
      .sign(Buffer.from(this.#key));
  }

  async #verify(token: string): Promise<Access> {
    try {
      const { payload } = await jwtVerify(token, Buffer.from(this.#key), { algorithms: ["HS256"] });
      if (payload.exp === undefined) throw new Error('"exp" is missing');
      const scopes = ((payload.scopes ?? []) as JwtScope[])
        // A JWT never makes an administrator, whoever signed it.
        .filter(({ type }) => type !== "ADMIN" && type !== "TOKENS")
        .map(({ fixed_params, ...scope }) => ({ ...scope, fixedParams: fixed_params }));
      return { name: String(payload.name ?? "jwt"), scopes };
    } catch (error) {
      throw new TinybirdError(403, `invalid authentication token: ${(error as Error).message}`);
    }
  }
}

function hash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
