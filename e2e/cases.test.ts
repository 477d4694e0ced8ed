import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { CaseResult } from "@edgewise/scripts/cases/case.ts";
import { main } from "@edgewise/scripts/cases/main.ts";
import { sharedFiles } from "@edgewise/scripts/cases/shared.ts";
import { describe, expect, inject, it } from "vitest";

const credentialsFile = join(mkdtempSync(join(tmpdir(), "edgewise-creds-")), "dev.json");

/** Runs one file through the same runner as `npm run cases` and returns the cases that fail. */
async function failures(kind: string, file: string): Promise<CaseResult[]> {
  writeFileSync(credentialsFile, JSON.stringify(inject("credentials")));
  const results: CaseResult[] = [];
  await main([kind, file, "--creds", credentialsFile], (line) =>
    results.push(JSON.parse(line) as CaseResult),
  );
  expect(results.length).toBeGreaterThan(0);
  return results.filter((result) => !result.pass);
}

describe("recorded SDK traffic is stored as it was sent", () => {
  it.each(sharedFiles("wire/traffic", /\.json$/).filter((file) => !file.includes("replay-decoded")))(
    "%s",
    async (file) => expect(await failures("traffic", file), basename(file)).toEqual([]),
  );
});

describe("insights answer the reference cases through the API", () => {
  it.each(sharedFiles("insights", /\.json$/))("%s", async (file) =>
    expect(await failures("insights", file), basename(file)).toEqual([]),
  );
});
