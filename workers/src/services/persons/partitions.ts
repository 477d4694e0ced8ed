import { partitionName, partitionOf } from "@edgewise/core/events/partition.ts";
import type { Deps } from "../../deps.ts";
import type { AccountingRow } from "../../partition/accounting.ts";
import type {
  ManageResult,
  MergeLogOptions,
  MergeView,
  PersonView,
  UndoPreview,
} from "../../partition/identity/manage.ts";

/** What the API asks of a partition, as plain promises (the stub's own types are proxies of proxies). */
export interface Partition {
  accounting(environmentId: number, from: string, to: string): Promise<AccountingRow[]>;
  getPerson(environmentId: number, personId: string): Promise<PersonView | null>;
  personOf(
    environmentId: number,
    distinctId: string,
  ): Promise<{ readonly id: string; readonly home: number }>;
  mergeLog(environmentId: number, options: MergeLogOptions): Promise<MergeView[]>;
  previewUndo(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  undoMerge(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  splitPerson(
    environmentId: number,
    personId: string,
    ids?: readonly string[],
  ): Promise<ManageResult<string[]>>;
  deletePerson(environmentId: number, personId: string): Promise<ManageResult<null>>;
}

/** Every partition of the deployment. */
export function partitions({ config, env }: Deps): Partition[] {
  return Array.from({ length: config.partitions }, (_, index) => partition(index, env));
}

/** The partition that owns a distinct ID. */
export function partitionOfId(environmentId: number, distinctId: string, { config, env }: Deps): Partition {
  return partition(partitionOf(environmentId, distinctId, config.partitions), env);
}

const partition = (index: number, { PARTITION }: Deps["env"]): Partition =>
  PARTITION.get(PARTITION.idFromName(partitionName(index))) as unknown as Partition;

/** The first answer that is not null: for things whose home can't be told from their id. */
export async function firstFound<T>(
  deps: Deps,
  ask: (partition: Partition) => Promise<T | null>,
): Promise<T | null> {
  const answers = await Promise.all(partitions(deps).map(ask));
  return answers.find((answer) => answer !== null) ?? null;
}
