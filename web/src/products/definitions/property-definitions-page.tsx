"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useProject } from "@/lib/project-context";
import { type PropertyScope, propertyDefinitionsQuery } from "@/products/definitions/api";
import { descriptionColumn, nameColumn, usageColumns } from "@/products/definitions/columns";
import { DataSections } from "@/products/definitions/data-sections";
import { DefinitionDialog } from "@/products/definitions/definition-dialog";
import { isShown, SHOW, SHOW_OPTIONS, type Show } from "@/products/definitions/show";
import { TagSelect } from "@/products/definitions/tag-select";
import { type PropertyDefinition, typeLabel } from "@/products/definitions/types";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { Select } from "@/ui/select";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

const verbatim = (name: string) => name;

/** Every property of events, persons or groups: its type and what people say about it. */
export function PropertyDefinitionsPage() {
  const project = useProject();
  const groups = project.group_types ?? [];
  const [params, setParams] = useQueryStates({
    /** `event`, `person`, or `group_0` to `group_4`. */
    of: parseAsString.withDefault("event"),
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    show: parseAsStringLiteral(SHOW).withDefault("shown"),
    tag: parseAsString.withDefault(""),
  });
  const [open, setOpen] = useState<PropertyDefinition | null>(null);
  const found = useQuery({
    ...propertyDefinitionsQuery(project.id, scopeOf(params.of), params.search),
    placeholderData: keepPreviousData,
  });
  const all = found.data?.results ?? [];
  const rows = all.filter((one) => isShown(one, params.show, params.tag));
  const columns = useMemo(
    (): Column<PropertyDefinition>[] => [
      nameColumn("Property", verbatim, setOpen),
      {
        id: "type",
        header: "Type",
        sortBy: ({ property_type }) => property_type ?? "",
        cell: ({ property_type }) => typeLabel(property_type),
      },
      descriptionColumn(),
      ...usageColumns<PropertyDefinition>(project.timezone),
    ],
    [project.timezone],
  );
  return (
    <>
      <PageHeader title="Data management" />
      <DataSections active="properties" />
      <Toolbar>
        <Select
          aria-label="Properties of"
          value={params.of}
          onChange={(of) => void setParams({ of })}
          options={[
            { value: "event", label: "of events" },
            { value: "person", label: "of persons" },
            ...groups.map(({ group_type, group_type_index }) => ({
              value: `group_${group_type_index}`,
              label: `of ${group_type}`,
            })),
          ]}
        />
        <ListSearch
          label="Search properties"
          placeholder="Search property names"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Show>
          label="Which properties"
          value={params.show}
          onChange={(show) => void setParams({ show })}
          options={SHOW_OPTIONS}
        />
        <TagSelect
          definitions={all}
          value={params.tag}
          onChange={(tag) => void setParams({ tag: tag || null })}
        />
      </Toolbar>
      <ListBody
        query={found}
        rows={rows}
        columns={columns}
        rowKey={({ id, name }) => id ?? name}
        label="Properties"
        empty={
          <EmptyState
            title={all.length === 0 && !params.search ? "No properties yet" : "No property fits"}
            action={
              (params.search || all.length > 0) && (
                <Button onClick={() => void setParams({ search: null, show: "all", tag: null })}>
                  Show all
                </Button>
              )
            }
          >
            {all.length === 0 && !params.search && "Names and types are learnt from what arrives."}
          </EmptyState>
        }
      />
      {open && (
        <DefinitionDialog kind="property_definitions" definition={open} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

function scopeOf(of: string): PropertyScope {
  const group = /^group_(\d)$/.exec(of);
  if (group) return { type: "group", group_type_index: Number(group[1]) };
  return { type: of === "person" ? "person" : "event" };
}
