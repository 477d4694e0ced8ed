import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { publicReceiptKey, receiptSecret } from "../../../services/receipts/sign.ts";
import { verifyReceipt } from "../../../services/receipts/verify.ts";

const tag = "privacy";
const jwk = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
  kid: z.string(),
  x: z.string(),
});

/** Checking receipts of deletions: open to whoever was given one. */
export const RECEIPT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/receipts/keys/"],
    access: { kind: "public" },
    summary: "The public key that receipts of deletions are signed with, as a JSON Web Key Set",
    tag,
    response: z.object({ keys: z.array(jwk) }),
    handler: async ({ deps }) => ({ keys: [await publicReceiptKey(receiptSecret(deps))] }),
  }),
  route({
    method: "post",
    paths: ["/api/receipts/verify/"],
    access: { kind: "public" },
    summary: "Check a signed receipt; answers what it says",
    tag,
    body: z.object({ receipt: z.string().min(1).max(100_000) }),
    response: z.object({ valid: z.literal(true), receipt: z.record(z.string(), z.json()) }),
    async handler({ deps, body }) {
      const receipt = await verifyReceipt(body.receipt, receiptSecret(deps));
      if (receipt !== null) return { valid: true as const, receipt };
      throw invalid(
        "receipt",
        "This is no receipt of this installation, or it was changed: paste all three parts.",
      );
    },
  }),
];
