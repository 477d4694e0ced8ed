"use client";
import { Check } from "lucide-react";
import Link from "next/link";
import { exactNumber, showValue } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import type { Actor } from "@/products/insights/people/actors";
import type { PeopleAsk } from "@/products/insights/people/ask";
import { personName } from "@/products/persons/person-name";
import { type Column, DataTable } from "@/ui/table";

interface PeopleListProps {
  readonly ask: PeopleAsk;
  readonly actors: readonly Actor[];
}

/** People with a link to their page; retention shows when they came back. */
export function PeopleList({ ask, actors }: PeopleListProps) {
  const project = useProject();
  const columns: Column<Actor>[] = [
    {
      id: "name",
      header: ask.groups ? "Group" : "Person",
      sortBy: nameOf,
      className: "sticky left-0 bg-surface min-w-36 max-w-64",
      cell: (actor) =>
        ask.groups ? (
          <span className="block truncate">{nameOf(actor)}</span>
        ) : (
          <Link
            className="block truncate font-medium hover:text-accent hover:underline"
            href={projectPath(project.id, `/persons/${encodeURIComponent(actor.id)}`)}
          >
            {nameOf(actor)}
          </Link>
        ),
    },
    ...(ask.retention
      ? ask.retention.columns.map(
          (column, index): Column<Actor> => ({
            id: `c${index}`,
            header: column,
            className: "text-center whitespace-nowrap",
            cell: ({ appearances }) =>
              appearances[index] ? <Check className="mx-auto size-4 text-ok" aria-label="came" /> : null,
          }),
        )
      : []),
    ...(actors.some(({ events }) => events !== null)
      ? [
          {
            id: "events",
            header: "Events",
            align: "right" as const,
            sortBy: ({ events }: Actor) => events ?? 0,
            cell: ({ events }: Actor) => (events === null ? "–" : exactNumber(events)),
          },
        ]
      : []),
    ...(ask.retention
      ? []
      : [
          {
            id: "hint",
            header: "Known as",
            className: "max-w-56",
            cell: (actor: Actor) => (
              <span className="block truncate text-xs text-muted">{hintOf(actor)}</span>
            ),
          },
        ]),
  ];
  return <DataTable rows={actors} columns={columns} rowKey={(actor) => actor.id} label="People" />;
}

function nameOf(actor: Actor): string {
  return personName({ properties: actor.properties, distinct_ids: actor.distinctIds, uuid: actor.id });
}

/** A second name: what the list's name doesn't say already. */
function hintOf(actor: Actor): string {
  const shown = nameOf(actor);
  const others = [actor.properties.name, actor.distinctIds[0], actor.id];
  const other = others.find((value) => value !== undefined && value !== shown);
  return other === undefined ? "" : showValue(other);
}
