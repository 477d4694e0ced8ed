import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EngineStartError } from "../process/spawn.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { findMariadbd } from "./find-binary.ts";

const folder = temporaryFolder("binary");
const bin = join(folder.path, "bin");
mkdirSync(bin);
writeFileSync(join(bin, "mariadbd"), "#!/bin/sh\n");
chmodSync(join(bin, "mariadbd"), 0o755);
writeFileSync(join(folder.path, "mariadbd"), "not executable", { mode: 0o644 });
afterAll(() => folder.remove());

describe("findMariadbd", () => {
  it("takes the first on the PATH", () => {
    expect(findMariadbd({ PATH: `${folder.path}:${bin}` })).toBe(join(bin, "mariadbd"));
  });

  it("takes the one that is named", () => {
    expect(findMariadbd({ PATH: "", EDGEWISE_MARIADBD: join(bin, "mariadbd") })).toBe(join(bin, "mariadbd"));
  });

  it("says so when the named one can't run", () => {
    expect(() => findMariadbd({ EDGEWISE_MARIADBD: join(folder.path, "mariadbd") })).toThrow(
      EngineStartError,
    );
  });

  it("says what to install where there is none", () => {
    expect(() => findMariadbd({ PATH: folder.path }, [])).toThrow("apt-get install mariadb-server-core");
  });
});
