import { writeFileSync } from "node:fs";
import { callApi, type Place, UsageError } from "./client.ts";
import { allFlags, describeRollout, type Flag, oneFlag } from "./flag.ts";
import { writeTypes } from "./write-types.ts";

export interface CommandOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly id?: string;
  readonly prop?: readonly string[];
  readonly group?: readonly string[];
}

export type Command = (place: Place, args: readonly string[], options: CommandOptions) => Promise<string>;

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** Commands below `edgewise flags`: each answers the text to print. */
export const FLAG_COMMANDS: Readonly<Record<string, Command>> = {
  async list(place, [search], options) {
    const flags = await allFlags(place, search);
    if (options.json) return json(flags);
    if (flags.length === 0) return "No flags.";
    const width = Math.max(...flags.map(({ key }) => key.length));
    return flags
      .map((flag) => `${flag.key.padEnd(width)}  ${flag.status.padEnd(8)}  ${describeRollout(flag)}`)
      .join("\n");
  },

  async get(place, [key], options) {
    const flag = await oneFlag(place, required(key));
    if (options.json) return json(flag);
    const lines = {
      key: flag.key,
      name: flag.name,
      status: flag.status,
      rollout: describeRollout(flag),
      tags: flag.tags.join(", "),
      version: String(flag.version),
      "last evaluated": flag.last_called_at ?? "not seen",
    };
    return Object.entries(lines)
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${`${name}:`.padEnd(16)}${value}`)
      .join("\n");
  },

  async set(place, [key, to], options) {
    const flag = await oneFlag(place, required(key));
    const path = `feature_flags/${flag.id}/`;
    const changed = await callApi<Flag>(place, "PATCH", path, {
      ...changeTo(flag, to),
      version: flag.version,
    });
    return options.json ? json(changed) : `${changed.key}: ${describeRollout(changed)}`;
  },

  async why(place, [key], options) {
    if (!options.id) throw new UsageError("Who? Give --id with a distinct ID.");
    const path = `feature_flags/${encodeURIComponent(required(key))}/test_evaluation/`;
    const why = await callApi<Why>(place, "POST", path, {
      distinct_id: options.id,
      person_properties: pairs(options.prop),
      groups: pairs(options.group, String),
    });
    return options.json ? json(why) : explain(why);
  },

  async types(place, _args, options) {
    const text = writeTypes(await allFlags(place));
    if (options.out === undefined) return text.trimEnd();
    writeFileSync(options.out, text);
    return `Wrote ${options.out}.`;
  },
};

function required(key: string | undefined): string {
  if (key) return key;
  throw new UsageError("Which flag? Give its key.");
}

function changeTo(flag: Flag, to: string | undefined): object {
  if (to === "on") return { active: true };
  if (to === "off") return { active: false };
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(to ?? "")?.[1];
  if (percent === undefined || Number(percent) > 100)
    throw new UsageError('To what? Say "on", "off" or a share such as "25%".');
  const [first, ...rest] = flag.filters.groups;
  if (first === undefined || rest.length > 0)
    throw new UsageError(
      `${flag.key} has ${flag.filters.groups.length} condition sets: change its share in the app.`,
    );
  return { filters: { ...flag.filters, groups: [{ ...first, rollout_percentage: Number(percent) }] } };
}

/** `name=value` pairs; values are JSON when they can be, else text. */
function pairs(given: readonly string[] = [], read: (text: string) => unknown = jsonOrText): object {
  const entries = given.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new UsageError(`"${pair}" is no pair: write name=value.`);
    return [pair.slice(0, at), read(pair.slice(at + 1))] as const;
  });
  return Object.fromEntries(entries);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Why {
  readonly key: string;
  readonly value: string | boolean;
  readonly payload: string | null;
  readonly reason: { readonly code: string; readonly description: string };
  readonly explanation: { readonly conditions?: readonly WhyCondition[] };
}

interface WhyCondition {
  readonly outcome?: string;
  readonly verdict?: string;
  readonly hash?: number | null;
  readonly rollout?: number;
  readonly filters?: readonly {
    readonly verdict?: string;
    readonly value?: unknown;
    readonly filter?: { readonly key?: string; readonly operator?: string | null; readonly value?: unknown };
  }[];
}

function explain({ key, value, payload, reason, explanation }: Why): string {
  const lines = [`${key} = ${JSON.stringify(value)}   ${reason.description} (${reason.code})`];
  if (payload !== null) lines.push(`payload: ${payload}`);
  for (const [index, condition] of (explanation.conditions ?? []).entries()) {
    const hash = typeof condition.hash === "number" ? `, hash ${condition.hash.toFixed(4)}` : "";
    const share = condition.rollout === undefined ? "" : `, share ${condition.rollout}%`;
    lines.push(`condition ${index + 1}: ${condition.outcome ?? condition.verdict ?? ""}${hash}${share}`);
    for (const { filter, verdict, value: had } of condition.filters ?? [])
      lines.push(
        `  ${filter?.key} ${filter?.operator ?? "exact"} ${JSON.stringify(filter?.value)}: ${verdict} (has ${JSON.stringify(had ?? null)})`,
      );
  }
  return lines.join("\n");
}
