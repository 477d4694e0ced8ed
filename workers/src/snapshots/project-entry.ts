import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { SnapshotAnswer } from "../partition/config-object.ts";
import { EnvironmentState } from "./environment-state.ts";

/** One project in an isolate's memory, with the times that decide its freshness (ms). */
export class ProjectEntry {
  /** Last time the object or KV answered. */
  checkedAt: number;
  /** Last time nobody did. */
  failedAt = Number.NEGATIVE_INFINITY;
  /** When a background revalidation started, to run one at a time. */
  revalidatingAt = Number.NEGATIVE_INFINITY;
  #snapshot: ProjectSnapshot;
  #states = new Map<number, EnvironmentState>();

  constructor(snapshot: ProjectSnapshot, now: number) {
    this.#snapshot = snapshot;
    this.checkedAt = now;
  }

  get version(): number {
    return this.#snapshot.version;
  }

  get groupTypes(): Readonly<Record<string, string>> {
    return this.#snapshot.groupTypes;
  }

  /** Null when the project has no such environment. */
  state(environmentId: number): EnvironmentState | null {
    const known = this.#states.get(environmentId);
    if (known !== undefined) return known;
    const environment = this.#snapshot.environments.find(({ id }) => id === environmentId);
    if (environment === undefined) return null;
    const state = new EnvironmentState(this.#snapshot, environment);
    this.#states.set(environmentId, state);
    return state;
  }

  /** Takes an answer over when it is newer; answers may arrive out of order. */
  accept({ snapshot, groupTypes }: SnapshotAnswer, now: number): void {
    this.checkedAt = Math.max(this.checkedAt, now);
    this.failedAt = Number.NEGATIVE_INFINITY;
    const isNewer = snapshot !== null && snapshot.version > this.#snapshot.version;
    const types = { ...this.#snapshot.groupTypes, ...groupTypes };
    const hasNewTypes = Object.keys(types).length > Object.keys(this.#snapshot.groupTypes).length;
    if (!isNewer && !hasNewTypes) return;
    this.#snapshot = { ...(isNewer ? snapshot : this.#snapshot), groupTypes: types };
    this.#states = new Map();
  }
}
