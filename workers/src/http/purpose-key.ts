const KINDS = {
  seal: { algorithm: { name: "AES-GCM", length: 256 }, usages: ["encrypt", "decrypt"] },
  sign: { algorithm: { name: "HMAC", hash: "SHA-256", length: 256 }, usages: ["sign", "verify"] },
} as const;

const keys = new Map<string, Promise<CryptoKey>>();

/** A key of its own for each purpose, derived from a secret by HKDF, so that what one made another doesn't open. */
export async function purposeKey(
  kind: keyof typeof KINDS,
  purpose: string,
  secret: string,
): Promise<CryptoKey> {
  const name = `${kind}\n${purpose}\n${secret}`;
  let key = keys.get(name);
  if (key === undefined) {
    key = derive(kind, purpose, secret);
    keys.set(name, key);
  }
  return await key;
}

async function derive(kind: keyof typeof KINDS, purpose: string, secret: string): Promise<CryptoKey> {
  const text = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", text.encode(secret), "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: text.encode(purpose) };
  const { algorithm, usages } = KINDS[kind];
  return await crypto.subtle.deriveKey(hkdf, material, algorithm, false, [...usages]);
}
