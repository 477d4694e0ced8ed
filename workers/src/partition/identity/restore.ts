import type { MessageOf } from "./messages.ts";
import type { IdentitySession } from "./session.ts";
import { newPerson, remap } from "./update-person.ts";

/** At the person's home: a merged person comes back, or a split-off distinct ID gets one of its own. */
export function onRestore(session: IdentitySession, message: MessageOf<"restore">): void {
  const { environmentId, distinctId, state, at } = message;
  const known = session.persons.get(message.person.id);
  const person = known ?? newPerson(message.person.id, environmentId, distinctId, at);
  if (known?.status !== "live") {
    const version = Math.max(state.version, (known?.version ?? 0) + 1);
    Object.assign(person, { ...state, version, status: "live", mergedInto: null, pending: null });
    session.persons.put(person);
  }
  session.overrides.add(person.id, message.overrides);
  for (const member of message.members) remap(session, person, member.distinctId, member.version + 1, false);
}
