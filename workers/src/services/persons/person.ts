import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { ProjectAccess } from "../../http/authorize.ts";

/** A person as services hand it on. */
export interface PersonInfo {
  readonly id: string;
  readonly distinctIds: readonly string[];
  readonly properties: JsonObject;
  readonly createdAt: Date;
  readonly isIdentified: boolean;
}

const DEFAULT_NAME_PROPERTIES = ["email", "Email", "name", "Name", "username", "Username"];

/** How a person is called: the first name property that is set, else a distinct ID. */
export function displayName(person: PersonInfo, access: ProjectAccess): string {
  const configured = access.project.settings.person_display_name_properties;
  const names = Array.isArray(configured) ? configured.map(String) : DEFAULT_NAME_PROPERTIES;
  const value = names.map((name) => person.properties[name]).find(isName);
  return value === undefined ? (person.distinctIds[0] ?? person.id) : String(value);
}

const isName = (value: JsonValue | undefined): boolean =>
  (typeof value === "string" && value !== "") || typeof value === "number";
