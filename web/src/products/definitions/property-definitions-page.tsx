"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useProject } from "@/lib/project-context";
import { type PropertyScope, propertyDefinitionsQuery } from "@/products/definitions/api";
import { descriptionColumn, nameColumn, usageColumns } from "@/products/definitions/columns";
import { DefinitionList, useDefinitionParams } from "@/products/definitions/definition-list";
import { type PropertyDefinition, typeLabel } from "@/products/definitions/types";
import { propertyTitle } from "@/products/taxonomy/property-title";
import { Select } from "@/ui/select";
import type { Column } from "@/ui/table";

const TYPE: Column<PropertyDefinition> = {
  id: "type",
  header: "Type",
  sortBy: ({ property_type }) => property_type ?? "",
  cell: ({ property_type }) => typeLabel(property_type),
};

/** Every property of events, persons or groups: its type and what people say about it. */
export function PropertyDefinitionsPage() {
  const project = useProject();
  const state = useDefinitionParams();
  /** `event`, `person`, or `group_0` to `group_4`. */
  const [of, setOf] = useQueryState("of", parseAsString.withDefault("event"));
  const found = useQuery({
    ...propertyDefinitionsQuery(project.id, scopeOf(of), state[0].search),
    placeholderData: keepPreviousData,
  });
  const groups = (project.group_types ?? []).map(({ group_type, group_type_index }) => ({
    value: `group_${group_type_index}`,
    label: `of ${group_type}`,
  }));
  return (
    <DefinitionList<PropertyDefinition>
      of="properties"
      state={state}
      found={found}
      columns={(open) => [
        nameColumn("Property", propertyTitle, open),
        TYPE,
        descriptionColumn(),
        ...usageColumns<PropertyDefinition>(project.timezone),
      ]}
      origin="Names and types are learnt from what arrives."
    >
      <Select
        aria-label="Properties of"
        value={of}
        onChange={(next) => void setOf(next)}
        options={[
          { value: "event", label: "of events" },
          { value: "person", label: "of persons" },
          ...groups,
        ]}
      />
    </DefinitionList>
  );
}

function scopeOf(of: string): PropertyScope {
  const group = /^group_(\d)$/.exec(of);
  if (group) return { type: "group", group_type_index: Number(group[1]) };
  return { type: of === "person" ? "person" : "event" };
}
