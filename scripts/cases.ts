import { stopOwnInstance } from "./cases/instance.ts";
import { main } from "./cases/main.ts";

try {
  process.exitCode = await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
} finally {
  await stopOwnInstance();
}
