import { type KeepEvent, keepByRules } from "@edgewise/core/billing/ingestion-rules.ts";
import { type CompiledFlags, compileFlags } from "@edgewise/core/flags/compile.ts";
import type { EnvironmentSnapshot, ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";

/** What an isolate knows of one environment: the same object until its project changes. */
export class EnvironmentState {
  readonly projectId: number;
  readonly snapshot: ProjectSnapshot;
  readonly environment: EnvironmentSnapshot;
  /** Group type name by index. */
  readonly groupTypes: Readonly<Record<string, string>>;
  /** Null = every event is kept. */
  readonly keep: KeepEvent | null;
  #flags: CompiledFlags | undefined;

  constructor(snapshot: ProjectSnapshot, environment: EnvironmentSnapshot) {
    this.projectId = snapshot.projectId;
    this.snapshot = snapshot;
    this.environment = environment;
    this.groupTypes = snapshot.groupTypes;
    this.keep = keepByRules(environment.id, environment.ingestionRules ?? []);
  }

  /** Whether this environment takes the token now. */
  accepts(token: string): boolean {
    if (!this.environment.tokens.includes(token)) return false;
    const end = this.environment.tokenEnds?.[token];
    return end === undefined || Date.now() < end;
  }

  /** Compiled at first use: capture never asks for them. */
  get flags(): CompiledFlags {
    this.#flags ??= compileFlags(this.snapshot, this.environment.id);
    return this.#flags;
  }
}
