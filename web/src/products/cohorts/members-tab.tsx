"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { api } from "@/lib/api/client";
import type { Person } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type Cohort, cohortMembersQuery, isPending } from "@/products/cohorts/api";
import { useDebounced } from "@/products/insights/use-debounced";
import { personName } from "@/products/persons/person-name";
import { Button } from "@/ui/button";
import { SearchInput } from "@/ui/input";
import { ListBody } from "@/ui/list-body";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { toast } from "@/ui/toast";

/** Who is in a cohort as of its last calculation. */
export function MembersTab({ cohort }: { readonly cohort: Cohort }) {
  const project = useProject();
  const client = useQueryClient();
  const [search, setSearch] = useState("");
  const asked = useDebounced(search, 250);
  const members = useQuery({
    ...cohortMembersQuery(project.id, cohort.id, asked, cohort.last_calculation),
    placeholderData: keepPreviousData,
  });
  const remove = useMutation({
    mutationFn: (person: Person) =>
      api.patch(`/api/projects/${project.id}/cohorts/${cohort.id}/remove_person_from_static_cohort/`, {
        person_id: person.uuid,
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["cohorts", project.id, cohort.id] }),
    onError: (error) => void toast.error("The person could not be taken off the list.", error),
  });
  const { mutate } = remove;
  const rows = members.data?.results ?? [];
  const columns = useMemo(
    (): Column<Person>[] => [
      {
        id: "name",
        header: "Person",
        sortBy: personName,
        className: "min-w-44 max-w-80",
        cell: (person) => (
          <Link
            href={projectPath(project.id, `/persons/${encodeURIComponent(person.uuid)}`)}
            className="block truncate font-medium hover:text-accent hover:underline"
          >
            {personName(person)}
          </Link>
        ),
      },
      {
        id: "id",
        header: "Distinct ID",
        className: "hidden max-w-64 sm:table-cell",
        cell: ({ distinct_ids }) => (
          <span className="block truncate font-mono text-xs text-muted">{distinct_ids[0]}</span>
        ),
      },
      {
        id: "seen",
        header: "First seen",
        align: "right",
        sortBy: ({ created_at }) => created_at ?? "",
        cell: ({ created_at }) => (
          <span className="whitespace-nowrap text-muted">{created_at ? ago(created_at) : "–"}</span>
        ),
      },
      ...(cohort.is_static
        ? [
            {
              id: "remove",
              header: <span className="sr-only">Remove</span>,
              align: "right" as const,
              className: "w-10",
              cell: (person: Person) => (
                <Button
                  size="icon-sm"
                  variant="quiet"
                  aria-label={`Take ${personName(person)} off the list`}
                  onClick={() => mutate(person)}
                >
                  <X />
                </Button>
              ),
            },
          ]
        : []),
    ],
    [project.id, cohort.is_static, mutate],
  );
  return (
    <div className="-mx-4 md:-mx-6">
      <div className="px-4 pb-2 md:px-6">
        <SearchInput
          className="w-72 max-w-full"
          placeholder="Search e-mail, name or ID"
          aria-label="Search members"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ListBody
        query={members}
        rows={rows}
        columns={columns}
        rowKey={({ uuid }) => uuid}
        label="Members"
        empty={
          <EmptyState
            title={search ? "Nobody matches" : isPending(cohort) ? "Being computed…" : "Nobody is in it"}
          >
            {!search && !isPending(cohort) && "Nobody fits the conditions, or the list is empty."}
          </EmptyState>
        }
      />
      {members.data?.next && (
        <p className="px-4 py-2 text-xs text-muted md:px-6">
          The newest 200 are shown; search for the others.
        </p>
      )}
    </div>
  );
}
