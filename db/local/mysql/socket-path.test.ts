import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folder.ts";
import { socketPath } from "./socket-path.ts";

const folder = temporaryFolder("socket");
afterAll(() => folder.remove());

describe("socketPath", () => {
  it("lies in the data folder where its path is short enough", () => {
    expect(socketPath(folder.path)).toBe(join(folder.path, "mysql.sock"));
  });

  it("lies in a private folder of its own otherwise, always the same", () => {
    const long = join(folder.path, "x".repeat(120));
    const path = socketPath(long);
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect(socketPath(long)).toBe(path);
    expect(socketPath(`${long}y`)).not.toBe(path);
    expect(statSync(dirname(path)).mode & 0o077).toBe(0);
  });

  it("counts bytes, not characters", () => {
    expect(socketPath(join(folder.path, "é".repeat(50)))).not.toContain("é");
  });
});
