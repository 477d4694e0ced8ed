import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Takes the salts of cookieless visitors out of a copy: a backup outlives their day, and with them yesterday's visitors
 * could be told again. Answers how many there were.
 */
export function forgetSalts(folder: string): number {
  const root = join(folder, "workerd");
  if (!existsSync(root)) return 0;
  let count = 0;
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.name.endsWith(".sqlite") || !entry.parentPath.includes("r2")) continue;
    const database = new DatabaseSync(join(entry.parentPath, entry.name));
    try {
      const isStore = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '_mf_objects'").get();
      if (!isStore) continue;
      const rows = database
        .prepare("DELETE FROM _mf_objects WHERE key LIKE 'cookieless-salts/%' RETURNING blob_id")
        .all() as { blob_id: string | null }[];
      count += rows.length;
      const blobs = new Set(rows.map(({ blob_id }) => blob_id));
      for (const file of entries)
        if (blobs.has(file.name)) rmSync(join(file.parentPath, file.name), { force: true });
    } finally {
      database.close();
    }
  }
  return count;
}
