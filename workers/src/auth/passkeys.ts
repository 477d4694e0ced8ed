import { APIError } from "better-auth/api";

/** The domain passkeys belong to, and where they may be used. Browsers take no addresses: one machine is `localhost`. */
export function passkeyPlace(webUrl: string, trusted: readonly string[]): { rpID: string; origin: string[] } {
  const { hostname } = new URL(webUrl);
  const rpID = hostname === "127.0.0.1" ? "localhost" : hostname;
  return { rpID, origin: trusted.filter((origin) => new URL(origin).hostname === rpID) };
}

interface Verified {
  readonly verification: { readonly authenticationInfo: { readonly userVerified: boolean } };
}

/** A passkey replaces password and code, so the device must have asked for a finger, a face or its own code. */
export async function requirePresence({ verification }: Verified): Promise<void> {
  if (verification.authenticationInfo.userVerified) return;
  throw new APIError("UNAUTHORIZED", { message: "The passkey did not make sure that it is you." });
}
