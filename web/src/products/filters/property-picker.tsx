"use client";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { compactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { propertyTitle } from "@/products/taxonomy/property-title";
import { propertyNamesQuery } from "@/products/taxonomy/queries";
import { groupIndexOf, type PropertySource } from "@/products/taxonomy/source";
import { Combobox, type ComboOption } from "@/ui/combobox";

interface PropertyPickerProps {
  readonly sources: readonly PropertySource[];
  readonly value?: string;
  readonly onPick: (source: PropertySource, key: string) => void;
  readonly trigger: ReactNode;
  /** Choices that are no properties (cohorts, other flags), after them. */
  readonly special?: readonly ComboOption[];
  readonly onPickSpecial?: (value: string) => void;
  /** The choice is followed by another field, which takes the focus. */
  readonly leadsOn?: boolean;
}

const HEADINGS: Readonly<Record<string, string>> = {
  event: "Event properties",
  person: "Person properties",
  session: "Session properties",
  element: "Autocaptured element",
  event_metadata: "The event itself",
};

/** Searchable list of properties seen in the project; unseen names can be typed. */
export function PropertyPicker(props: PropertyPickerProps) {
  const { sources, value, onPick, special = [] } = props;
  const project = useProject();
  const names = useQueries({ queries: sources.map((source) => propertyNamesQuery(project.id, source)) });
  const heading = (source: PropertySource) => {
    const index = groupIndexOf(source);
    if (index === null) return HEADINGS[source] ?? source;
    const type = project.group_types?.find((item) => item.group_type_index === index);
    return `Properties of ${type?.group_type ?? `group ${index}`}`;
  };
  const options = sources.flatMap((source, at) =>
    (names[at]?.data ?? []).map((known) => ({
      value: `${source}:${known.name}`,
      label: propertyTitle(known.name),
      ...(propertyTitle(known.name) === known.name ? {} : { note: known.name }),
      ...(known.volume > 0 ? { hint: compactNumber(known.volume) } : {}),
      group: heading(source),
    })),
  );
  const pick = (choice: string) => {
    if (special.some((option) => option.value === choice)) return props.onPickSpecial?.(choice);
    const source = sources.find((item) => choice.startsWith(`${item}:`));
    if (source) onPick(source, choice.slice(source.length + 1));
    else onPick(sources[0] ?? "event", choice);
  };
  return (
    <Combobox
      options={[...options, ...special]}
      {...(value === undefined ? {} : { value })}
      onChange={pick}
      trigger={props.trigger}
      placeholder="Search properties"
      leadsOn={props.leadsOn ?? false}
      loading={names.some((query) => query.isPending)}
      allowCustom={(typed) => `Use “${typed}” (${heading(sources[0] ?? "event").toLowerCase()})`}
    />
  );
}
