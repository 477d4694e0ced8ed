import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isKind, KIND_NAMES, loadKind } from "./kinds.ts";

const USAGE = `Usage: npm run --silent cases -- KIND FILE… [--creds dev.json]\nKIND: ${KIND_NAMES.join(", ")}`;

/** Runs reference cases: one JSON line a case on stdout. Returns the exit code: 0 when all pass. */
export async function main(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { creds: { type: "string" } },
    allowPositionals: true,
  });
  const [name, ...files] = positionals;
  if (name === undefined || !isKind(name) || files.length === 0) {
    console.error(name !== undefined && !isKind(name) ? `Unknown kind "${name}".\n${USAGE}` : USAGE);
    return 2;
  }
  const kind = await loadKind(name);
  let failed = 0;
  for (const file of files) {
    const parsed = await readJson(file);
    for await (const { id, pass, got, expected } of await kind.run(parsed, file, { creds: values.creds })) {
      if (!pass) failed++;
      print(JSON.stringify({ file, id, pass, got: got ?? null, expected: expected ?? null }));
    }
  }
  return failed === 0 ? 0 : 1;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
