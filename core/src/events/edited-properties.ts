import { flat } from "./flat.ts";
import { SPECIAL } from "./key-plan.ts";
import type { JsonObject } from "./types.ts";

/** Changes an event's properties and keeps track of the text they were sent as, so that it need not be printed anew. */
export class EditedProperties {
  #properties: JsonObject = {};
  #sent = "";
  #added = "";
  readonly #texts = new Map<string, { readonly value: unknown; readonly text: string }>();
  /** No string in them holds what JSON escapes. */
  plain = false;

  /** `sent`: the properties' compact JSON, '' when it is not known. */
  begin(properties: JsonObject, sent: string, plain: boolean): void {
    this.#properties = properties;
    this.#sent = sent;
    this.#added = "";
    this.plain = plain;
  }

  put(key: string, value: string | number | boolean | null): void {
    const before = this.#properties[key];
    if (before === value) return;
    this.#properties[key] = value;
    if (typeof value === "string" && SPECIAL.test(value)) this.plain = false;
    if (before !== undefined) this.changed();
    else if (this.#sent !== "") this.#added += this.#textOf(key, value);
  }

  /** Events of a request mostly get the same. */
  #textOf(key: string, value: string | number | boolean | null): string {
    const known = this.#texts.get(key);
    if (known?.value === value) return known.text;
    const text = flat(",", JSON.stringify(key), ":", JSON.stringify(value));
    this.#texts.set(key, { value, text });
    return text;
  }

  /** Puts what is not there yet. */
  putMissing(extra: JsonObject): void {
    for (const key in extra) {
      const value = extra[key];
      if (this.#properties[key] === undefined && typeof value !== "object" && value !== undefined)
        this.put(key, value);
    }
  }

  take(key: string): void {
    if (this.#properties[key] === undefined) return;
    delete this.#properties[key];
    this.changed();
  }

  /** Somebody else changed something. */
  changed(): void {
    this.#sent = "";
  }

  /** The properties as they are now, '' when that has to be printed. */
  get text(): string {
    if (this.#sent === "" || this.#added === "") return this.#sent;
    return this.#sent === "{}" ? "" : `${this.#sent.slice(0, -1)}${this.#added}}`;
  }
}
