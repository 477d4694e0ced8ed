/** Entries kept; then memory starts anew. */
const LIMIT = 100_000;

/**
 * Distinct IDs whose person is known to live here, across transactions: most events belong to one of them and change
 * nothing about it. The object is the only writer, so this can't be stale as long as every change forgets.
 */
export class HotPersons {
  private readonly persons = new Map<string, string>();
  /** Volatile properties that the person has for certain (`volatileBits`). */
  private readonly live = new Map<string, number>();

  /** ID of the live person that has these volatile properties, or undefined when storage has to be asked. */
  get(environmentId: number, distinctId: string, bits: number): string | undefined {
    const id = this.persons.get(`${environmentId}:${distinctId}`);
    if (id === undefined) return undefined;
    const known = this.live.get(id);
    return known !== undefined && (known & bits) === bits ? id : undefined;
  }

  remember(environmentId: number, distinctId: string, personId: string, bits: number): void {
    if (this.persons.size >= LIMIT) this.clear();
    this.persons.set(`${environmentId}:${distinctId}`, personId);
    this.live.set(personId, (this.live.get(personId) ?? 0) | bits);
  }

  /** A distinct ID got another person. */
  forgetId(environmentId: number, distinctId: string): void {
    this.persons.delete(`${environmentId}:${distinctId}`);
  }

  /** A person was merged, deleted or written: it may have lost properties. */
  forgetPerson(personId: string): void {
    this.live.delete(personId);
  }

  clear(): void {
    this.persons.clear();
    this.live.clear();
  }
}
