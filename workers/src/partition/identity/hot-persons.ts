/** Entries kept; then memory starts anew. */
const LIMIT = 100_000;

/**
 * Distinct IDs whose person is known to live here, across transactions: most events belong to one of them and change
 * nothing about it. The object is the only writer, so this can't be stale as long as every change forgets.
 */
export class HotPersons {
  private readonly persons = new Map<string, string>();
  private readonly live = new Set<string>();

  /** ID of the live person, or undefined when storage has to be asked. */
  get(environmentId: number, distinctId: string): string | undefined {
    const id = this.persons.get(`${environmentId}:${distinctId}`);
    return id !== undefined && this.live.has(id) ? id : undefined;
  }

  remember(environmentId: number, distinctId: string, personId: string): void {
    if (this.persons.size >= LIMIT) this.clear();
    this.persons.set(`${environmentId}:${distinctId}`, personId);
    this.live.add(personId);
  }

  /** A distinct ID got another person. */
  forgetId(environmentId: number, distinctId: string): void {
    this.persons.delete(`${environmentId}:${distinctId}`);
  }

  /** A person was merged or deleted. */
  forgetPerson(personId: string): void {
    this.live.delete(personId);
  }

  clear(): void {
    this.persons.clear();
    this.live.clear();
  }
}
