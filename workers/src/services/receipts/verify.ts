import type { JsonObject } from "@edgewise/core/events/types.ts";
import { fromBase64Url } from "../../http/signed.ts";
import { type PublicReceiptKey, publicReceiptKey } from "./sign.ts";

/** What a signed receipt says when its signature is right; null otherwise. */
export async function verifyReceipt(jws: string, secret: string): Promise<JsonObject | null> {
  return await verifyWith(jws, await publicReceiptKey(secret));
}

async function verifyWith(jws: string, { kid, ...jwk }: PublicReceiptKey): Promise<JsonObject | null> {
  const [head = "", payload = "", signature = "", ...rest] = jws.trim().split(".");
  if (rest.length > 0) return null;
  try {
    const header = JSON.parse(textOf(head)) as { alg?: string; kid?: string };
    if (header.alg !== "EdDSA" || header.kid !== kid) return null;
    const key = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"]);
    const signed = new TextEncoder().encode(`${head}.${payload}`);
    const right = await crypto.subtle.verify("Ed25519", key, bytesOf(signature), signed);
    return right ? (JSON.parse(textOf(payload)) as JsonObject) : null;
  } catch {
    return null;
  }
}

const textOf = (part: string): string => new TextDecoder().decode(bytesOf(part));

const bytesOf = (part: string): Uint8Array<ArrayBuffer> => fromBase64Url(part) ?? new Uint8Array();
