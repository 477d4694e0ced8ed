"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { useProject } from "@/lib/project-context";
import { eventDefinitionsQuery } from "@/products/definitions/api";
import { descriptionColumn, nameColumn, usageColumns } from "@/products/definitions/columns";
import { DataSections } from "@/products/definitions/data-sections";
import { DefinitionDialog } from "@/products/definitions/definition-dialog";
import { isShown, SHOW, SHOW_OPTIONS, type Show } from "@/products/definitions/show";
import { TagSelect } from "@/products/definitions/tag-select";
import type { EventDefinition } from "@/products/definitions/types";
import { eventTitle } from "@/products/events/describe-event";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

/** Every event name of the project: volume, last seen, and what people say about it. */
export function EventDefinitionsPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    show: parseAsStringLiteral(SHOW).withDefault("shown"),
    tag: parseAsString.withDefault(""),
  });
  const [open, setOpen] = useState<EventDefinition | null>(null);
  const found = useQuery({
    ...eventDefinitionsQuery(project.id, params.search),
    placeholderData: keepPreviousData,
  });
  const all = found.data?.results ?? [];
  const rows = all.filter((one) => isShown(one, params.show, params.tag));
  const columns = useMemo(
    (): Column<EventDefinition>[] => [
      nameColumn("Event", eventTitle, setOpen),
      descriptionColumn(),
      ...usageColumns<EventDefinition>(project.timezone),
    ],
    [project.timezone],
  );
  return (
    <>
      <PageHeader title="Data management" />
      <DataSections active="events" />
      <Toolbar>
        <ListSearch
          label="Search events"
          placeholder="Search event names"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Show>
          label="Which events"
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
        rowKey={({ id }) => id}
        label="Events"
        empty={
          <EmptyState
            title={all.length === 0 && !params.search ? "No events yet" : "No event fits"}
            action={
              (params.search || all.length > 0) && (
                <Button onClick={() => void setParams(null)}>Show all</Button>
              )
            }
          >
            {all.length === 0 && !params.search && "Names appear here as soon as events arrive."}
          </EmptyState>
        }
      />
      {open && <DefinitionDialog kind="event_definitions" definition={open} onClose={() => setOpen(null)} />}
    </>
  );
}
