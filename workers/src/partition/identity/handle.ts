import { onAttach, settle } from "./merge-ends.ts";
import { onAbsorb, onFindSource, onJoin, onMergeSource } from "./merge-steps.ts";
import type { Message, MessageOf } from "./messages.ts";
import { onRestore } from "./restore.ts";
import type { IdentitySession } from "./session.ts";
import { follow, updatePerson } from "./update-person.ts";

type Handlers = {
  readonly [K in Message["kind"]]: (session: IdentitySession, message: MessageOf<K>) => void;
};

const HANDLERS: Handlers = {
  update(session, message) {
    const person = follow(session, message.person);
    if (person.home === session.self) updatePerson(session, person.id, message);
    else session.send(person.home, { ...message, person });
  },
  find_source: onFindSource,
  merge_source: onMergeSource,
  join: onJoin,
  absorb: onAbsorb,
  attach: onAttach,
  settle,
  map(session, { environmentId, distinctId, person, version, deleted }) {
    if (version <= session.mappings.get(environmentId, distinctId).version) return;
    session.map(environmentId, distinctId, { ...person, version }, deleted);
  },
  restore: onRestore,
  group(session, { environmentId, index, key, update, at }) {
    session.groups.apply(environmentId, index, key, update, at);
  },
};

/** Runs one step. */
export function handle<K extends Message["kind"]>(session: IdentitySession, message: MessageOf<K>): void {
  (HANDLERS[message.kind as K] as (session: IdentitySession, message: MessageOf<K>) => void)(
    session,
    message,
  );
}
