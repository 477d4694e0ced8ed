import { type KeepEvent, keepByRules } from "@edgewise/core/billing/ingestion-rules.ts";
import { type CompiledFlags, compileFlags } from "@edgewise/core/flags/compile.ts";
import type { EnvironmentSnapshot, ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import { compileMask, type Mask } from "@edgewise/core/privacy/masking.ts";
import type { Region } from "../regions/regions.ts";

/** What an isolate knows of one environment: the same object until its project changes. */
export class EnvironmentState {
  readonly projectId: number;
  /** Where its people's data lives. */
  readonly region: Region;
  readonly snapshot: ProjectSnapshot;
  readonly environment: EnvironmentSnapshot;
  /** Group type name by index. */
  readonly groupTypes: Readonly<Record<string, string>>;
  /** Null = every event is kept. */
  readonly keep: KeepEvent | null;
  /** Null = nothing is hidden. */
  readonly mask: Mask | null;
  #flags: CompiledFlags | undefined;

  constructor(snapshot: ProjectSnapshot, environment: EnvironmentSnapshot) {
    this.projectId = snapshot.projectId;
    this.region = snapshot.region ?? "";
    this.snapshot = snapshot;
    this.environment = environment;
    this.groupTypes = snapshot.groupTypes;
    this.keep = keepByRules(environment.id, environment.ingestionRules ?? []);
    const { privacy } = environment.settings;
    this.mask = compileMask(privacy?.masking ?? [], privacy?.secret ?? "");
  }

  /** Whether this environment takes the token now. */
  accepts(token: string): boolean {
    if (!this.environment.tokens.includes(token)) return false;
    const end = this.environment.tokenEnds?.[token];
    return end === undefined || Date.now() < end;
  }

  /** Whether a secret key of this hash may read definitions now. */
  acceptsSecretKey(hash: string): boolean {
    if (!this.environment.secretKeyHashes.includes(hash)) return false;
    const end = this.environment.secretKeyEnds?.[hash];
    return end === undefined || Date.now() < end;
  }

  /** Compiled at first use: capture never asks for them. */
  get flags(): CompiledFlags {
    this.#flags ??= compileFlags(this.snapshot, this.environment.id);
    return this.#flags;
  }
}
