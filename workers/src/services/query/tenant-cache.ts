/** Small facts about tenants that an isolate believes for a while; forgets everything when it knows too many. */
export class TenantCache<Value> {
  readonly #facts = new Map<number, { readonly value: Value; readonly until: number }>();
  readonly #most: number;

  constructor(most = 10_000) {
    this.#most = most;
  }

  get(tenant: number, now: number): Value | undefined {
    const fact = this.#facts.get(tenant);
    return fact && fact.until > now ? fact.value : undefined;
  }

  set(tenant: number, value: Value, until: number): void {
    if (this.#facts.size >= this.#most) this.#facts.clear();
    this.#facts.set(tenant, { value, until });
  }
}
