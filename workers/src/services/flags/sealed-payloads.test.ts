import { describe, expect, it } from "vitest";
import { REDACTED, redactFilters, seal, sealFilters, unseal } from "./sealed-payloads.ts";

const secret = "a secret of at least thirty-two characters";

describe("sealed payloads", () => {
  it.each(['"x"', '{"a":"é€😀"}', JSON.stringify("y".repeat(100_000))])(
    "come back as they were",
    async (text) => {
      const sealed = await seal(text, secret);
      expect(sealed).not.toContain(text);
      expect(await unseal(sealed, secret)).toBe(text);
      expect(await seal(text, secret)).not.toBe(sealed);
    },
  );

  it.each([
    ["under another secret", async () => await unseal(await seal("1", secret), `${secret}!`)],
    ["damaged", async () => await unseal(`${(await seal("1", secret)).slice(0, -4)}AAAA`, secret)],
    ["cut off", async () => await unseal("sealed:1:", secret)],
  ])("are nothing %s", async (_name, open) => expect(await open()).toBeNull());

  it("are kept when they are written back redacted", async () => {
    const before = await sealFilters({ groups: [], payloads: { true: "1" } }, undefined, secret);
    const shown = redactFilters(before);
    expect(shown.payloads).toEqual({ true: REDACTED });
    expect(await sealFilters(shown, before, secret)).toEqual(before);
    await expect(sealFilters(shown, undefined, secret)).rejects.toThrow("no earlier payload");
  });
});
