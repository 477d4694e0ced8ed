import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { describeEvent } from "../definitions/events.ts";
import { describeProperty } from "../definitions/properties.ts";
import type { Config, ConfigOutcome } from "./config.ts";

type Described = Pick<ConfigOutcome, "created" | "skipped">;

/** What was said about events and properties, where nothing is said about them here. */
export async function importDescriptions(
  access: ProjectAccess,
  config: Config,
  here: Config,
  outcome: Described,
  deps: Deps,
): Promise<void> {
  const count = (kind: string, made: boolean) => {
    const counts = made ? outcome.created : outcome.skipped;
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const event of config.event_definitions ?? []) {
    const known = here.event_definitions.some(({ name }) => name === event.name);
    if (!known) await describeEvent(access, event.name, event, deps);
    count("event_definitions", !known);
  }
  const keyOf = ({ type, group_type_index: index, name }: Config["property_definitions"][number]) =>
    JSON.stringify([type, index, name] satisfies JsonObject[string]);
  const said = new Set(here.property_definitions.map(keyOf));
  for (const property of config.property_definitions ?? []) {
    const known = said.has(keyOf(property));
    const change = { ...property, propertyType: property.property_type };
    if (!known)
      await describeProperty(access, property.type, property.group_type_index, property.name, change, deps);
    count("property_definitions", !known);
  }
}
