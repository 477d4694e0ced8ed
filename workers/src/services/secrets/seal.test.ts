import { describe, expect, it, test } from "vitest";
import { isSealed, isStale, type Keyring, seal, unseal } from "./seal.ts";

const old: Keyring = [{ version: 1, value: "a secret of at least thirty-two characters" }];
const rotated: Keyring = [{ version: 2, value: "another one of at least thirty-two chars" }, ...old];

describe("a sealed secret", () => {
  it.each(['"x"', '{"a":"é€😀"}', "y".repeat(100_000)])("comes back as it was", async (text) => {
    const sealed = await seal(text, "flag payloads", old);
    expect(sealed).not.toContain(text);
    expect(isSealed(sealed)).toBe(true);
    expect(await unseal(sealed, "flag payloads", old)).toBe(text);
    expect(await seal(text, "flag payloads", old)).not.toBe(sealed);
  });

  it("opens after the keys were rotated, and not without its own", async () => {
    const before = await seal("1", "flag payloads", old);
    expect(await unseal(before, "flag payloads", rotated)).toBe("1");
    expect([isStale(before, old), isStale(before, rotated)]).toEqual([false, true]);
    const after = await seal("1", "flag payloads", rotated);
    expect(after).toMatch(/^sealed:2:/);
    expect(isStale(after, rotated)).toBe(false);
    expect(await unseal(after, "flag payloads", old)).toBeNull();
  });

  it.each([
    [
      "for another purpose",
      async () => await unseal(await seal("1", "flag payloads", old), "identity providers", old),
    ],
    [
      "under another secret",
      async () =>
        await unseal(await seal("1", "flag payloads", old), "flag payloads", [{ version: 1, value: "x" }]),
    ],
    [
      "damaged",
      async () =>
        await unseal(`${(await seal("1", "flag payloads", old)).slice(0, -4)}AAAA`, "flag payloads", old),
    ],
    ["cut off", async () => await unseal("sealed:1:", "flag payloads", old)],
  ])("is nothing %s", async (_name, open) => expect(await open()).toBeNull());
});

test("what was never sealed is itself, and never stale", async () => {
  expect(await unseal("plain", "flag payloads", old)).toBe("plain");
  expect([isSealed("plain"), isStale("plain", rotated), isStale(null, rotated)]).toEqual([
    false,
    false,
    false,
  ]);
});
