import { expect, test } from "vitest";
import { totpOf } from "./totp.ts";

// The reference values of RFC 6238, appendix B: the secret is "12345678901234567890".
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [20_000_000_000, "353130"],
])("at %d s the code is %s", (seconds, code) => {
  const uri = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  expect(totpOf(uri, seconds * 1000)).toBe(code);
});
