/** `npm run migrate:mysql`: brings the database of `DATABASE_URL`, `…_USERNAME`, `…_PASSWORD` to the newest schema. */
import { migrate } from "@edgewise/db/mysql/migrate.ts";

const { DATABASE_URL: url, DATABASE_USERNAME: username, DATABASE_PASSWORD: password } = process.env;
if (!url || !username || password === undefined) {
  process.stderr.write("Set DATABASE_URL, DATABASE_USERNAME and DATABASE_PASSWORD.\n");
  process.exit(1);
}
try {
  const { applied } = await migrate({ url, username, password });
  process.stdout.write(applied.length > 0 ? `Applied ${applied.join(", ")}\n` : "Nothing to apply\n");
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
