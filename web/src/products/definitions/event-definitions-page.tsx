"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useProject } from "@/lib/project-context";
import { eventDefinitionsQuery } from "@/products/definitions/api";
import { descriptionColumn, nameColumn, usageColumns } from "@/products/definitions/columns";
import { DefinitionList, useDefinitionParams } from "@/products/definitions/definition-list";
import type { EventDefinition } from "@/products/definitions/types";
import { eventTitle } from "@/products/events/describe-event";

/** Every event name of the project: volume, last seen, and what people say about it. */
export function EventDefinitionsPage() {
  const project = useProject();
  const state = useDefinitionParams();
  const found = useQuery({
    ...eventDefinitionsQuery(project.id, state[0].search),
    placeholderData: keepPreviousData,
  });
  return (
    <DefinitionList<EventDefinition>
      of="events"
      state={state}
      found={found}
      columns={(open) => [
        nameColumn("Event", eventTitle, open),
        descriptionColumn(),
        ...usageColumns<EventDefinition>(project.timezone),
      ]}
      origin="Names appear here as soon as events arrive."
    />
  );
}
