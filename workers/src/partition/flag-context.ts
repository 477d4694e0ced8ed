import { partitionOf } from "@edgewise/core/events/partition.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { groupDistinctId } from "./identity/group-store.ts";
import type { PersonRef } from "./identity/person-store.ts";
import type { IdentitySession } from "./identity/session.ts";
import { follow } from "./identity/update-person.ts";
import type { PartitionStore } from "./store.ts";

export interface FlagContextRequest {
  readonly environmentId: number;
  readonly distinctId: string;
  readonly anonDistinctId: string | null;
  /** Group type index → group key. */
  readonly groups: Readonly<Record<string, string>>;
  readonly wantOverrides: readonly string[];
}

export interface FlagContext {
  readonly personProperties: JsonObject;
  readonly groupProperties: Record<string, JsonObject>;
  readonly overrides: Record<string, string>;
}

/** What the partition of a person, group or distinct ID knows of it. */
export interface PersonContext {
  /** Where to ask next: the person lives elsewhere. */
  readonly moved: PersonRef | null;
  readonly properties: JsonObject;
  readonly overrides: Record<string, string>;
}

export type ContextQuestion =
  | { readonly kind: "distinct_id"; readonly distinctId: string }
  | { readonly kind: "person"; readonly person: PersonRef }
  | { readonly kind: "group"; readonly index: number; readonly key: string };

/** Overrides to write when the person has none for these flags yet. */
export interface OverrideWish {
  readonly flagKeys: readonly string[];
  readonly hashKey: string | null;
}

/** One partition's part of the answer. */
export function personContext(
  session: IdentitySession,
  environmentId: number,
  question: ContextQuestion,
  wish: OverrideWish,
): PersonContext {
  if (question.kind === "group") {
    const properties = session.groups.properties(environmentId, question.index, question.key);
    return { moved: null, properties, overrides: {} };
  }
  const ref =
    question.kind === "person" ? question.person : session.mappings.get(environmentId, question.distinctId);
  const person = follow(session, ref);
  if (person.home !== session.self) {
    return { moved: { id: person.id, home: person.home }, properties: {}, overrides: {} };
  }
  const { hashKey, flagKeys } = wish;
  if (hashKey !== null)
    session.overrides.add(
      person.id,
      flagKeys.map((flagKey) => [flagKey, hashKey] as const),
    );
  const overrides = flagKeys.length === 0 ? [] : session.overrides.of(person.id);
  return {
    moved: null,
    properties: session.persons.live(person.id)?.properties ?? {},
    overrides: Object.fromEntries(overrides.filter(([flagKey]) => flagKeys.includes(flagKey))),
  };
}

/** The RPC half of another partition that this needs. */
export interface ContextPeer {
  personContext(environmentId: number, question: ContextQuestion, wish: OverrideWish): Promise<PersonContext>;
}

export interface ContextAccess {
  readonly store: PartitionStore;
  readonly change: <T>(work: (session: IdentitySession) => T) => T;
  readonly peer: (index: number) => ContextPeer;
}

/** Collects stored properties and overrides, from other partitions where they live there. */
export async function flagContext(request: FlagContextRequest, access: ContextAccess): Promise<FlagContext> {
  const { environmentId, distinctId, anonDistinctId, wantOverrides } = request;
  const count = access.store.config.partitions;
  const partition = (id: string): number => (count === 1 ? 0 : partitionOf(environmentId, id, count));

  const ask = async (start: number, first: ContextQuestion, wish: OverrideWish): Promise<PersonContext> => {
    let at = start;
    let question = first;
    // A person that is merged right now may have moved on; a few hops are enough.
    for (let hop = 0; hop < 5; hop++) {
      const answer =
        at === access.store.self
          ? access.change((session) => personContext(session, environmentId, question, wish))
          : await access.peer(at).personContext(environmentId, question, wish);
      if (!answer.moved) return answer;
      at = answer.moved.home;
      question = { kind: "person", person: answer.moved };
    }
    return { moved: null, properties: {}, overrides: {} };
  };

  const groups = Object.entries(request.groups).map(async ([index, key]) => {
    const question = { kind: "group", index: Number(index), key } as const;
    const start = partition(groupDistinctId(Number(index), key));
    const { properties } = await ask(start, question, { flagKeys: [], hashKey: null });
    return [index, properties] as const;
  });
  if (distinctId === "") {
    return {
      personProperties: {},
      groupProperties: Object.fromEntries(await Promise.all(groups)),
      overrides: {},
    };
  }
  const anonymous =
    anonDistinctId === null || anonDistinctId === distinctId || wantOverrides.length === 0
      ? null
      : await ask(
          partition(anonDistinctId),
          { kind: "distinct_id", distinctId: anonDistinctId },
          { flagKeys: wantOverrides, hashKey: null },
        );
  const person = await ask(
    partition(distinctId),
    { kind: "distinct_id", distinctId },
    { flagKeys: wantOverrides, hashKey: anonDistinctId },
  );
  return {
    personProperties: person.properties,
    groupProperties: Object.fromEntries(await Promise.all(groups)),
    overrides: {
      ...person.overrides,
      ...missingFrom(person.overrides, anonymous?.overrides ?? {}, anonDistinctId),
    },
  };
}

/** Values that the anonymous person already had win over ones written just now. */
function missingFrom(
  own: Record<string, string>,
  anonymous: Record<string, string>,
  anonDistinctId: string | null,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(anonymous).filter(
      ([flagKey]) => own[flagKey] === undefined || own[flagKey] === anonDistinctId,
    ),
  );
}
