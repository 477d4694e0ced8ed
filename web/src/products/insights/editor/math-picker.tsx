"use client";
import { useProject } from "@/lib/project-context";
import { PropertyPicker } from "@/products/filters/property-picker";
import { MATHS, mathInfo } from "@/products/insights/maths";
import type { EntityNode } from "@/products/insights/query/types";
import { propertyTitle } from "@/products/taxonomy/property-title";
import type { PropertySource } from "@/products/taxonomy/source";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";

interface MathPickerProps {
  readonly node: EntityNode;
  readonly onChange: (part: Partial<EntityNode>, typing?: string) => void;
}

const TYPES: Readonly<Record<string, PropertySource>> = {
  event_properties: "event",
  person_properties: "person",
  session_properties: "session",
};

/** How a series is measured, and of what. */
export function MathPicker({ node, onChange }: MathPickerProps) {
  const { group_types: types = [] } = useProject();
  const math = mathInfo(node.math ?? "total");
  const offered = MATHS.filter((item) => !item.needsGroup || types.length > 0);
  const source = TYPES[node.math_property_type ?? "event_properties"] ?? "event";
  return (
    <>
      <Combobox
        placeholder="Search measures"
        value={math.id}
        onChange={(id) =>
          onChange({
            math: id,
            ...(mathInfo(id).needsGroup
              ? { math_group_type_index: node.math_group_type_index ?? types[0]?.group_type_index ?? 0 }
              : {}),
          })
        }
        options={offered.map(({ id, label, group }) => ({ value: id, label, group }))}
        trigger={
          <Button className="max-w-full min-w-0 font-normal">
            <span className="truncate">{math.label}</span>
          </Button>
        }
      />
      {math.needsProperty && (
        <PropertyPicker
          sources={["event", "person", "session"]}
          {...(node.math_property ? { value: `${source}:${node.math_property}` } : {})}
          onPick={(from, key) => onChange({ math_property: key, math_property_type: `${from}_properties` })}
          trigger={
            <Button className={node.math_property ? "max-w-full text-xs" : "text-warn"}>
              <span className="truncate">
                {node.math_property ? propertyTitle(node.math_property) : "choose a property"}
              </span>
            </Button>
          }
        />
      )}
      {math.needsGroup && (
        <Select
          aria-label="Kind of group"
          value={String(node.math_group_type_index ?? 0)}
          options={types.map((type) => ({ value: String(type.group_type_index), label: type.group_type }))}
          onChange={(index) => onChange({ math_group_type_index: Number(index) })}
        />
      )}
      {math.id === "hogql" && (
        <Input
          aria-label="Measure in SQL"
          className="w-64 max-w-full font-mono text-xs"
          placeholder="sum(toFloat(properties.price))"
          value={node.math_hogql ?? ""}
          onChange={(event) => onChange({ math_hogql: event.target.value }, "math_hogql")}
        />
      )}
    </>
  );
}
