/** SHA-256 as lower-case hex: how keys are stored and looked up. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compares two secrets in a time that does not tell where they differ. */
export async function sameSecret(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256Hex(a), sha256Hex(b)]);
  let difference = 0;
  for (let index = 0; index < left.length; index++)
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}

/** A new secret: prefix and 43 url-safe characters (256 random bits). */
export const randomKey = (prefix: "phx_" | "phc_" | "phs_"): string => prefix + randomToken();

/** 43 url-safe characters nobody can guess (256 random bits). */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "A").replaceAll("/", "B").replaceAll("=", "");
}

/** How a key is shown after its creation. */
export const maskKey = (key: string): string => `${key.slice(0, 4)}...${key.slice(-4)}`;
