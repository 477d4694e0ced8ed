import { remoteConfig } from "@edgewise/core/config/remote-config.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";
import type { Family } from "./evaluate.ts";

const encoder = new TextEncoder();
const texts = new WeakMap<EnvironmentState, Map<string, Uint8Array>>();

/** The environment's remote config as JSON text, encoded once a snapshot; `/decide` adds what old SDKs read. */
export function configText(state: EnvironmentState, token: string, family: Family): Uint8Array {
  let known = texts.get(state);
  if (known === undefined) {
    known = new Map();
    texts.set(state, known);
  }
  const name = `${family}:${token}`;
  let text = known.get(name);
  if (text === undefined) {
    const config = remoteConfig(state.environment, state.snapshot, token);
    const extra = family === "decide" ? { config: { enable_collect_everything: true } } : {};
    text = encoder.encode(JSON.stringify({ ...config, ...extra }));
    known.set(name, text);
  }
  return text;
}
