import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Deps } from "../../deps.ts";
import { toBase64Url } from "../../http/signed.ts";

/** What PKCS #8 puts before the 32 bytes of an Ed25519 key. */
const PKCS8_HEAD = Uint8Array.of(
  0x30,
  0x2e,
  0x02,
  0x01,
  0x00,
  0x30,
  0x05,
  0x06,
  0x03,
  0x2b,
  0x65,
  0x70,
  0x04,
  0x22,
  0x04,
  0x20,
);

interface SigningKey {
  readonly secret: CryptoKey;
  readonly publicKey: PublicReceiptKey;
}

/** A public key as JSON Web Key. */
export interface PublicReceiptKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly alg: "EdDSA";
  readonly use: "sig";
  readonly kid: string;
  readonly x: string;
}

const keys = new Map<string, Promise<SigningKey>>();

/** The key of receipts: it follows from the deployment's secret. */
function keyOf(secret: string): Promise<SigningKey> {
  const known = keys.get(secret);
  if (known) return known;
  const made = derive(secret);
  keys.set(secret, made);
  return made;
}

async function derive(secret: string): Promise<SigningKey> {
  const text = (value: string) => new TextEncoder().encode(value);
  const base = await crypto.subtle.importKey("raw", text(secret), "HKDF", false, ["deriveBits"]);
  const parameters = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: text("edgewise receipts"),
  };
  const seed = new Uint8Array(await crypto.subtle.deriveBits(parameters, base, 256));
  const pkcs8 = new Uint8Array([...PKCS8_HEAD, ...seed]);
  const key = await crypto.subtle.importKey("pkcs8", pkcs8, { name: "Ed25519" }, true, ["sign"]);
  const { x } = (await crypto.subtle.exportKey("jwk", key)) as JsonWebKey;
  const kid = toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", text(x ?? "")))).slice(0, 16);
  return {
    secret: key,
    publicKey: { kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig", kid, x: x ?? "" },
  };
}

/** What receipts are signed under. */
export const receiptSecret = ({ env, config }: Pick<Deps, "env" | "config">): string =>
  env.RECEIPT_SECRET ?? config.authSecret;

/** The key that anybody checks receipts with. */
export const publicReceiptKey = async (secret: string): Promise<PublicReceiptKey> =>
  (await keyOf(secret)).publicKey;

/** A receipt as compact JWS (RFC 7515, EdDSA): the same receipt is always signed the same. */
export async function signReceipt(receipt: JsonObject, secret: string): Promise<string> {
  const { secret: key, publicKey } = await keyOf(secret);
  const part = (value: object) => toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  const signed = `${part({ alg: "EdDSA", kid: publicKey.kid, typ: "edgewise-receipt+jws" })}.${part(receipt)}`;
  const signature = await crypto.subtle.sign("Ed25519", key, new TextEncoder().encode(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}
