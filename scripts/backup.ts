/** `npm run backup -- FOLDER`: a backup of this machine's data, while it runs. See docs/deploy.md. */
import { backup } from "./backup/backup.ts";
import { dataDirectory } from "./stack/paths.ts";

const [target] = process.argv.slice(2);
try {
  if (target === undefined) throw new Error("Usage: npm run backup -- FOLDER");
  const { files, pausedMs } = backup(dataDirectory(), target);
  process.stdout.write(`${files} files copied to ${target}; requests waited for ${pausedMs} ms.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
