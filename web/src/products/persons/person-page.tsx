"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import type { Person } from "@/lib/api/types";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { personQuery } from "@/products/persons/api";
import { CohortsTab } from "@/products/persons/person/cohorts-tab";
import { EditableProperties } from "@/products/persons/person/editable-properties";
import { FlagsTab } from "@/products/persons/person/flags-tab";
import { IdsTab } from "@/products/persons/person/ids-tab";
import { MergesTab } from "@/products/persons/person/merges-tab";
import { PersonActions } from "@/products/persons/person/person-actions";
import { Timeline } from "@/products/persons/person/timeline";
import { usePersonWrite } from "@/products/persons/person/write";
import { personName } from "@/products/persons/person-name";
import { Badge } from "@/ui/badge";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";

/** One person, by id or any distinct ID. */
export function PersonPage({ personRef }: { readonly personRef: string }) {
  const project = useProject();
  const person = useQuery(personQuery(project.id, personRef));
  if (person.data) return <PersonView person={person.data} />;
  return (
    <>
      <PageHeader title={<Crumbs trail={trailOf(project.id)}>{personRef}</Crumbs>} />
      {person.error ? (
        <ErrorState error={person.error} onRetry={() => void person.refetch()} />
      ) : person.isPending ? (
        <SkeletonRows rows={8} />
      ) : (
        <EmptyState title="There is no such person">
          <code className="font-mono text-xs">{personRef}</code> has no profile. Events without a person
          profile are found in live events by their distinct ID.
        </EmptyState>
      )}
    </>
  );
}

const trailOf = (projectId: number) => [{ href: projectPath(projectId, "/persons"), title: "Persons" }];

function PersonView({ person }: { readonly person: Person }) {
  const project = useProject();
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("events"));
  const write = usePersonWrite(person.uuid);
  return (
    <>
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Crumbs trail={trailOf(project.id)}>{personName(person)}</Crumbs>
            {person.is_identified === false && <Badge>anonymous</Badge>}
          </span>
        }
        description={
          person.created_at ? `First seen ${fullTime(person.created_at, project.timezone)}` : undefined
        }
        actions={<PersonActions person={person} />}
      />
      <div className="p-4 md:p-6">
        <Tabs
          label="Person"
          value={tab}
          onChange={(next) => void setTab(next)}
          items={[
            { value: "events", label: "Events", content: <Timeline filter={{ personId: person.uuid }} /> },
            {
              value: "properties",
              label: "Properties",
              content: (
                <EditableProperties
                  properties={person.properties}
                  label="Person properties"
                  onSet={write.setProperty}
                  onDelete={write.deleteProperty}
                />
              ),
            },
            {
              value: "ids",
              label: `Distinct IDs (${person.distinct_ids.length})`,
              content: <IdsTab person={person} />,
            },
            { value: "cohorts", label: "Cohorts", content: <CohortsTab personId={person.uuid} /> },
            {
              value: "flags",
              label: "Flags",
              content: <FlagsTab distinctId={person.distinct_ids[0] ?? person.uuid} />,
            },
            { value: "merges", label: "Merges", content: <MergesTab personId={person.uuid} /> },
          ]}
        />
      </div>
    </>
  );
}
