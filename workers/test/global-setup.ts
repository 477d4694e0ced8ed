import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

/** Makes the folder of what test files copy instead of making it again, and removes it after the run. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-templates-"));
  project.provide("templates", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
