import { parseArgs } from "node:util";
import { findPlace, UsageError } from "./client.ts";
import { FLAG_COMMANDS } from "./commands.ts";

const HELP = `edgewise flags <command>

  list [search]               flags with their status and rollout
  get <key>                   one flag
  set <key> on|off|25%        switch it, or set the share of its only condition set
  why <key> --id <distinct>   what somebody gets, and why
      --prop name=value --group type=key
  types [--out flags.ts]      TypeScript with keys, variants and payload types

  --host, EDGEWISE_HOST         the instance
  --key, EDGEWISE_API_KEY       a personal key (phx_…)
  --project, EDGEWISE_PROJECT   number of the project or of an environment
  --creds, EDGEWISE_CREDS       dev.json of an instance on this machine
  --json                        answers as JSON`;

const OPTIONS = {
  host: { type: "string" },
  key: { type: "string" },
  project: { type: "string" },
  creds: { type: "string" },
  out: { type: "string" },
  id: { type: "string" },
  prop: { type: "string", multiple: true },
  group: { type: "string", multiple: true },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export interface Console {
  out(text: string): void;
  err(text: string): void;
}

/** The program: arguments and environment in, exit code out. */
export async function main(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  console: Console,
): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [area, name, ...args] = positionals;
    if (values.help || area === undefined) {
      console.out(HELP);
      return 0;
    }
    const command = area === "flags" ? FLAG_COMMANDS[name ?? ""] : undefined;
    if (command === undefined) throw new UsageError(`Unknown command "${positionals.join(" ")}".\n\n${HELP}`);
    console.out(await command(findPlace(values, env), args, values));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.err(error.message);
    return 1;
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
  }
}
