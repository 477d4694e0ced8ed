import type { PersonUpdate } from "@edgewise/core/events/types.ts";

/** Entries kept; then memory starts anew. */
const LIMIT = 100_000;
/** Characters of an update that are worth remembering. */
const UPDATE_LIMIT = 2000;

/**
 * Distinct IDs whose person is known to live here, across transactions: most events belong to one of them and change
 * nothing about it. The object is the only writer, so this can't be stale as long as every change forgets.
 */
export class HotPersons {
  private readonly persons = new Map<number, Map<string, string>>();
  /** Volatile properties that the person has for certain (`volatileBits`). */
  private readonly live = new Map<string, number>();
  /** The update that a person took last, as JSON: the same one again changes nothing. */
  private readonly updates = new Map<string, string>();
  /** What was found last: consecutive events mostly share their distinct ID. */
  private last: { environmentId: number; distinctId: string; id: string; bits: number } | null = null;
  private size = 0;
  /** Rises whenever something that was known is forgotten. */
  forgotten = 0;

  /** ID of the live person that has these volatile properties, or undefined when storage has to be asked. */
  get(environmentId: number, distinctId: string, bits: number): string | undefined {
    const last = this.last;
    if (last?.distinctId === distinctId && last.environmentId === environmentId)
      return (last.bits & bits) === bits ? last.id : undefined;
    const id = this.persons.get(environmentId)?.get(distinctId);
    if (id === undefined) return undefined;
    const known = this.live.get(id);
    if (known === undefined) return undefined;
    this.last = { environmentId, distinctId, id, bits: known };
    return (known & bits) === bits ? id : undefined;
  }

  /** The same for an event that writes: undefined unless the person took exactly this update last. */
  unchanged(environmentId: number, distinctId: string, update: PersonUpdate): string | undefined {
    const id = this.get(environmentId, distinctId, 0);
    return id !== undefined && this.updates.get(id) === JSON.stringify(update) ? id : undefined;
  }

  remember(
    environmentId: number,
    distinctId: string,
    personId: string,
    bits: number,
    update?: PersonUpdate,
  ): void {
    this.last = null;
    if (this.size >= LIMIT) this.clear();
    let persons = this.persons.get(environmentId);
    if (!persons) {
      persons = new Map();
      this.persons.set(environmentId, persons);
    }
    const before = persons.size;
    persons.set(distinctId, personId);
    this.size += persons.size - before;
    this.live.set(personId, (this.live.get(personId) ?? 0) | bits);
    const text = update?.always ? JSON.stringify(update) : "";
    if (text !== "" && text.length <= UPDATE_LIMIT) this.updates.set(personId, text);
  }

  /** A distinct ID got another person. */
  forgetId(environmentId: number, distinctId: string): void {
    this.last = null;
    if (this.persons.get(environmentId)?.delete(distinctId)) this.size -= 1;
    this.forgotten += 1;
  }

  /** A person was merged, deleted or written: it may have lost properties. */
  forgetPerson(personId: string): void {
    this.last = null;
    this.live.delete(personId);
    this.updates.delete(personId);
    this.forgotten += 1;
  }

  clear(): void {
    this.last = null;
    this.persons.clear();
    this.live.clear();
    this.updates.clear();
    this.size = 0;
    this.forgotten += 1;
  }
}
