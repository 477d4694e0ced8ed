import { refuseUrl } from "@edgewise/core/notifications/public-address.ts";
import { refuseName } from "./resolve.ts";

interface GuardOptions {
  /** A fetcher that connects to public addresses only; without it names are resolved and looked at first. */
  readonly outbound?: Pick<Fetcher, "fetch"> | undefined;
  /** Private `host:port`s that may be called all the same. */
  readonly allowed: readonly string[];
  readonly resolve?: (name: string) => Promise<string | null>;
}

/** Calls a URL that a user gave. Throws {@link RefusedUrl} unless it leads to the public internet; follows nothing. */
export type GuardedFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Why a URL is not called; the same on every try. */
export class RefusedUrl extends Error {}

/** The one way out for what users name. */
export function createGuardedFetch({ outbound, allowed, resolve = refuseName }: GuardOptions): GuardedFetch {
  return async (url, init = {}) => {
    const refused = refuseUrl(url, allowed);
    if (refused !== null) throw new RefusedUrl(refused);
    const { host, hostname } = new URL(url);
    const isOwn = allowed.includes(host);
    if (!isOwn && !outbound) {
      const wrong = await resolve(hostname).catch((error: unknown) => {
        throw new Error(`The name could not be resolved: ${String(error)}`);
      });
      if (wrong !== null) throw new RefusedUrl(wrong);
    }
    const call = isOwn || !outbound ? fetch : outbound.fetch.bind(outbound);
    return await call(url, { ...init, redirect: "manual" });
  };
}
