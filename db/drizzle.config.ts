import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name <what>` in `db/` writes the next migration. */
export default defineConfig({
  dialect: "mysql",
  schema: "./mysql/schema/index.ts",
  out: "./mysql/migrations",
});
