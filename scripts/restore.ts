/** `npm run restore -- FOLDER`: makes the data folder (EDGEWISE_DATA) of a backup. See docs/deploy.md. */
import { restore } from "./backup/backup.ts";
import { dataDirectory } from "./stack/paths.ts";

const [source] = process.argv.slice(2);
try {
  if (source === undefined) throw new Error("Usage: npm run restore -- FOLDER");
  const { files } = restore(source, dataDirectory());
  process.stdout.write(`${files} files restored to ${dataDirectory()}. Start with: npm start\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
