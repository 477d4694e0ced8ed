import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const SCRIPT = join(
  dirname(createRequire(import.meta.url).resolve("@posthog/cli/package.json")),
  "lib/posthog-api-cli.mjs",
);
/** Its last statement runs the program once and ends the process. */
const START = "\nmain().catch(";

/** What the client's `call` command does: it builds its tools, then hands them the command. */
interface Program {
  resolveCliConfig(): unknown;
  buildExec(config: unknown): Promise<{
    readonly context: unknown;
    readonly execTool: { handler(context: unknown, params: { readonly command: string }): Promise<unknown> };
  }>;
  printResult(result: unknown): void;
}

/** The official command line client in this process: its own code but for the start, so that calls needn't load it again. */
export interface OfficialClient {
  /** Runs `call --json --confirm <tool> <input>`; the printed answer, parsed. Rejects with what it says. */
  call(tool: string, input: object): Promise<unknown>;
}

export async function officialClient(env: Readonly<Record<string, string>>): Promise<OfficialClient> {
  const text = readFileSync(SCRIPT, "utf8");
  const end = text.lastIndexOf(START);
  if (end < 0) throw new Error("The client starts in another way now: see its last statement.");
  const folder = await mkdtemp(join(tmpdir(), "edgewise-cli-"));
  const file = join(folder, "client.mjs");
  writeFileSync(file, `${text.slice(0, end)}\nexport { buildExec, printResult, resolveCliConfig };\n`);
  Object.assign(process.env, env);
  const program = (await import(pathToFileURL(file).href)) as Program;
  await rm(folder, { recursive: true });
  const { context, execTool } = await program.buildExec(program.resolveCliConfig());
  const run = async (command: string): Promise<string> => {
    const result = await execTool.handler(context, { command });
    const write = process.stdout.write;
    let printed = "";
    process.stdout.write = (chunk: string | Uint8Array) => {
      printed += String(chunk);
      return true;
    };
    program.printResult(result);
    process.stdout.write = write;
    return printed;
  };
  return {
    call: async (tool, input) =>
      JSON.parse(await run(`call --json --confirm ${tool} ${JSON.stringify(input)}`)),
  };
}
