import { expect, test } from "vitest";
import type { Keyring } from "../secrets/seal.ts";
import { REDACTED, redactFilters, sealFilters } from "./sealed-payloads.ts";

const keyring: Keyring = [{ version: 1, value: "a secret of at least thirty-two characters" }];

test("sealed payloads are kept when they are written back redacted", async () => {
  const before = await sealFilters({ groups: [], payloads: { true: "1" } }, undefined, keyring);
  const shown = redactFilters(before);
  expect(shown.payloads).toEqual({ true: REDACTED });
  expect(await sealFilters(shown, before, keyring)).toEqual(before);
  await expect(sealFilters(shown, undefined, keyring)).rejects.toThrow("no earlier payload");
});
