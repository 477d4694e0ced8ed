"use client";
import type { ReactNode } from "react";
import { compactNumber } from "@/lib/format";
import { type PropertySource, usePropertyNames } from "@/products/taxonomy/queries";
import { Combobox } from "@/ui/combobox";

interface PropertyPickerProps {
  readonly sources: readonly PropertySource[];
  readonly value?: string;
  readonly onPick: (source: PropertySource, key: string) => void;
  readonly trigger: ReactNode;
}

const LABELS: Readonly<Record<PropertySource, string>> = {
  event: "Event properties",
  person: "Person properties",
};

/** Searchable list of properties seen in the project; unseen names can be typed. */
export function PropertyPicker({ sources, value, onPick, trigger }: PropertyPickerProps) {
  const event = usePropertyNames("event", sources.includes("event"));
  const person = usePropertyNames("person", sources.includes("person"));
  const bySource = { event, person };
  const options = sources.flatMap((source) =>
    (bySource[source].data ?? []).map((known) => ({
      value: `${source}:${known.name}`,
      label: known.name,
      hint: compactNumber(known.volume),
      group: LABELS[source],
    })),
  );
  const pick = (choice: string) => {
    const source = sources.find((item) => choice.startsWith(`${item}:`));
    if (source) onPick(source, choice.slice(source.length + 1));
    else onPick(sources[0] ?? "event", choice);
  };
  return (
    <Combobox
      options={options}
      {...(value === undefined ? {} : { value })}
      onChange={pick}
      trigger={trigger}
      placeholder="Search properties"
      loading={sources.some((source) => bySource[source].isPending)}
      allowCustom={(typed) => `Use “${typed}” (${sources[0]} property)`}
    />
  );
}
