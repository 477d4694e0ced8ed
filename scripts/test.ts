/**
 * `npm test`: every test of every workspace, browser flows included; arguments go to vitest.
 * The last line counts them: `N passed, N failed`, with `, N skipped` when there are any.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./stack/paths.ts";
import { ensureWebBuild } from "./stack/web.ts";

await ensureWebBuild((line) => process.stdout.write(`${line}\n`));

const scratch = mkdtempSync(join(tmpdir(), "edgewise-test-"));
const report = join(scratch, "report.json");
const run = spawnSync(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { cwd: ROOT, stdio: "inherit" },
);
const counts = readCounts();
rmSync(scratch, { recursive: true, force: true });
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
const failed = run.status === 0 ? counts.failed : Math.max(counts.failed, 1);
process.stdout.write(`${counts.passed} passed, ${failed} failed${skipped}\n`);
process.exit(failed === 0 && counts.passed > 0 ? 0 : 1);

function readCounts(): { passed: number; failed: number; skipped: number } {
  try {
    const json = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    return {
      passed: json.numPassedTests ?? 0,
      failed: json.numFailedTests ?? 0,
      skipped: (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
