import type { JsonObject } from "@edgewise/core/events/types.ts";

/** What a test does to persons. */
export type PersonOp =
  | { readonly kind: "set"; readonly id: string; readonly set: JsonObject; readonly profile: boolean }
  | { readonly kind: "identified"; readonly id: string }
  | {
      readonly kind: "merge";
      readonly source: string;
      readonly target: string;
      readonly force: boolean;
      readonly set: JsonObject;
    };

interface ModelPerson {
  ids: Set<string>;
  properties: JsonObject;
  identified: boolean;
}

/** WIRE.md 2, Identity, as the shortest program that follows it. */
export class PersonModel {
  private readonly persons = new Set<ModelPerson>();

  find(id: string): ModelPerson | undefined {
    return Array.from(this.persons).find((person) => person.ids.has(id));
  }

  private create(...ids: string[]): ModelPerson {
    const person = { ids: new Set(ids), properties: {}, identified: false };
    this.persons.add(person);
    return person;
  }

  apply(op: PersonOp): void {
    if (op.kind === "set") {
      if (!op.profile) return;
      const person = this.find(op.id) ?? this.create(op.id);
      Object.assign(person.properties, op.set);
      return;
    }
    if (op.kind === "identified") {
      (this.find(op.id) ?? this.create(op.id)).identified = true;
      return;
    }
    this.merge(op.source, op.target, op.force);
    const target = this.find(op.target) ?? this.create(op.target);
    Object.assign(target.properties, op.set);
  }

  private merge(sourceId: string, targetId: string, force: boolean): void {
    if (sourceId === targetId) return;
    const source = this.find(sourceId);
    const target = this.find(targetId);
    if (!source && !target) this.create(sourceId, targetId).identified = true;
    else if (!target) {
      source!.ids.add(targetId);
      source!.identified = true;
    } else if (!source) {
      target.ids.add(sourceId);
      target.identified = true;
    } else {
      target.identified = true;
      if (source === target || (source.identified && !force)) return;
      for (const id of source.ids) target.ids.add(id);
      target.properties = { ...source.properties, ...target.properties };
      this.persons.delete(source);
    }
  }
}
