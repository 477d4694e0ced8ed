import { purposeKey } from "./purpose-key.ts";

/** A token that carries `payload` and that only this installation can make. Not secret: anyone can read it. */
export async function signToken(purpose: string, payload: object, secret: string): Promise<string> {
  const body = toBase64Url(new TextEncoder().encode(JSON.stringify(payload)));
  return `${body}.${await sign(purpose, body, secret)}`;
}

/** The signature of a text, base64url. */
export async function sign(purpose: string, text: string, secret: string): Promise<string> {
  const signature = await crypto.subtle.sign("HMAC", await purposeKey("sign", purpose, secret), encode(text));
  return toBase64Url(new Uint8Array(signature));
}

/** Whether {@link sign} made this signature of the text. */
export async function verify(
  purpose: string,
  text: string,
  signature: string,
  secret: string,
): Promise<boolean> {
  const bytes = fromBase64Url(signature);
  return (
    bytes !== null &&
    (await crypto.subtle.verify("HMAC", await purposeKey("sign", purpose, secret), bytes, encode(text)))
  );
}

/** The payload of a token made for `purpose`; null for every other text. */
export async function readToken(purpose: string, token: string, secret: string): Promise<unknown> {
  const [body = "", signature = "", ...more] = token.split(".");
  const text = fromBase64Url(body);
  if (more.length > 0 || text === null) return null;
  const own = await verify(purpose, body, signature, secret);
  return own ? JSON.parse(new TextDecoder().decode(text)) : null;
}

const encode = (text: string) => new TextEncoder().encode(text);

export function toBase64Url(bytes: Uint8Array): string {
  const binary = [...bytes].map((byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
