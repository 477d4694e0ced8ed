import type { PersonState } from "@edgewise/core/events/merge.ts";
import type { PersonUpdate } from "@edgewise/core/events/types.ts";
import type { PersonRef } from "./person-store.ts";

interface InEnvironment {
  readonly environmentId: number;
  readonly at: number;
}

/** What all steps of one merge carry. */
export interface MergeRequest extends InEnvironment {
  readonly mergeId: string;
  readonly source: string;
  readonly target: string;
  readonly force: boolean;
}

/** A distinct ID of a person and the version of its mapping. */
export interface Member {
  readonly distinctId: string;
  readonly version: number;
}

/** A person that was given up, at one moment of its life. */
export interface Tombstone {
  readonly id: string;
  readonly version: number;
}

/**
 * Steps between partitions. Each is one transaction at its receiver, delivered once and in order per pair of
 * partitions; a step whose receiver is the sender runs in the same transaction.
 */
export type Message =
  /** Apply an event's person part to the person. To the person's home. */
  | (InEnvironment & {
      readonly kind: "update";
      readonly person: PersonRef;
      readonly distinctId: string;
      readonly update?: PersonUpdate;
      readonly identified: boolean;
    })
  /** Which person has the source? To the partition of the source's distinct ID. */
  | (MergeRequest & { readonly kind: "find_source"; readonly into: PersonRef; readonly fresh: boolean })
  /** Give up the source's person, or refuse. To the source person's home. */
  | (MergeRequest & {
      readonly kind: "merge_source";
      readonly person: PersonRef;
      readonly into: PersonRef;
      readonly fresh: boolean;
    })
  /** The target did not exist when the merge began: it joins the source's person. To the target's home. */
  | (MergeRequest & { readonly kind: "join"; readonly person: PersonRef; readonly into: PersonRef })
  /** Take over a person that was given up. To the target person's home. */
  | (MergeRequest & {
      readonly kind: "absorb";
      readonly from: PersonRef;
      readonly fromDistinctId: string;
      readonly state: PersonState;
      readonly members: readonly Member[];
      readonly overrides: readonly (readonly [string, string])[];
      readonly into: PersonRef;
      /** The absorbed person's values win (it holds the later ones). */
      readonly newer: boolean;
      /** Tombstones passed on the way: a circle of merges is cut at its smallest person. */
      readonly path: readonly Tombstone[];
    })
  /** A distinct ID without a person now belongs to this one. To the person's home. */
  | (MergeRequest & {
      readonly kind: "attach";
      readonly person: PersonRef;
      readonly member: Member;
      /** The person that the distinct ID leaves: derived, and without a row. */
      readonly sourceRef: PersonRef;
      readonly overrides: readonly (readonly [string, string])[];
      /** The mapping written so far does not name the person that receives this. */
      readonly moved: boolean;
    })
  /** The merge ended without taking anything over: the target stands by itself and is identified. */
  | (MergeRequest & { readonly kind: "settle"; readonly person: PersonRef })
  /** A distinct ID has a new person. To the partition of the distinct ID. */
  | (InEnvironment & {
      readonly kind: "map";
      readonly distinctId: string;
      readonly person: PersonRef;
      readonly version: number;
      readonly deleted: boolean;
    })
  /** Brings a merged person back (undo), or makes one of a split-off distinct ID. To that person's home. */
  | (InEnvironment & {
      readonly kind: "restore";
      readonly person: PersonRef;
      readonly distinctId: string;
      readonly state: PersonState;
      readonly members: readonly Member[];
      readonly overrides: readonly (readonly [string, string])[];
    })
  | (InEnvironment & {
      readonly kind: "group";
      readonly index: number;
      readonly key: string;
      readonly update: PersonUpdate;
    });

export type MessageOf<K extends Message["kind"]> = Extract<Message, { readonly kind: K }>;
