import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { collectStaticAssets } from "../static-assets.ts";
import { ROOT } from "./paths.ts";

/** Lays out the SDK scripts that `/static/…` serves and returns their folder. */
export async function staticDirectory(): Promise<string> {
  const directory = join(ROOT, "dist", "static");
  mkdirSync(directory, { recursive: true });
  await collectStaticAssets(directory);
  return directory;
}
