interface Described {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly verified?: boolean;
  readonly hidden?: boolean;
  readonly last_seen_at?: string | null;
  readonly volume_30_day?: number | null;
}

export type EventDefinition = Described;

export type PropertyType = "DateTime" | "String" | "Numeric" | "Boolean" | "Duration";

export interface PropertyDefinition extends Described {
  readonly property_type?: PropertyType | null;
  readonly is_numerical?: boolean;
}

export type Definition = EventDefinition | PropertyDefinition;
export type DefinitionKind = "event_definitions" | "property_definitions";

export const PROPERTY_TYPES: readonly { readonly value: PropertyType; readonly label: string }[] = [
  { value: "String", label: "Text" },
  { value: "Numeric", label: "Number" },
  { value: "Boolean", label: "Yes or no" },
  { value: "DateTime", label: "Date and time" },
  { value: "Duration", label: "Duration" },
];

/** What a property's type is called; a dash while nothing is known. */
export function typeLabel(type: PropertyType | null | undefined): string {
  return PROPERTY_TYPES.find(({ value }) => value === type)?.label ?? "–";
}
