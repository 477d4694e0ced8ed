"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { PropertiesTable } from "@/products/events/properties-table";
import { LiveTable } from "@/products/live/live-table";
import { eventsOfQuery, flagsOfQuery, personQuery } from "@/products/persons/api";
import { personName } from "@/products/persons/person-name";
import { Badge } from "@/ui/badge";
import { CopyButton } from "@/ui/code-block";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";

/** One person: events, properties, distinct IDs and what every flag answers. */
export function PersonPage({ personRef }: { readonly personRef: string }) {
  const project = useProject();
  const person = useQuery(personQuery(project.id, personRef));
  if (person.error) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />;
  if (person.isPending) return <SkeletonRows rows={8} />;
  if (!person.data) {
    return (
      <EmptyState title="There is no such person">
        <code className="font-mono text-xs">{personRef}</code> has no profile. Events without a person profile
        are found in live events by their distinct ID.
      </EmptyState>
    );
  }
  const { data } = person;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            <Link href={projectPath(project.id, "/persons")} className="text-muted hover:text-text">
              Persons
            </Link>
            <span className="text-muted">/</span>
            <span className="truncate">{personName(data)}</span>
          </span>
        }
        description={
          data.created_at ? `First seen ${fullTime(data.created_at, project.timezone)}` : undefined
        }
      />
      <div className="p-4 md:p-6">
        <Tabs
          label="Person"
          items={[
            { value: "events", label: "Events", content: <PersonEvents personId={data.uuid} /> },
            {
              value: "properties",
              label: "Properties",
              content: <PropertiesTable properties={data.properties} label="Person properties" />,
            },
            {
              value: "ids",
              label: `Distinct IDs (${data.distinct_ids.length})`,
              content: (
                <ul className="max-w-2xl">
                  {data.distinct_ids.map((id) => (
                    <li key={id} className="flex items-center gap-1 border-b border-line py-1">
                      <code className="min-w-0 flex-1 truncate font-mono text-xs">{id}</code>
                      <CopyButton text={id} label={`Copy ${id}`} />
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              value: "flags",
              label: "Flags",
              content: <PersonFlags distinctId={data.distinct_ids[0] ?? data.uuid} />,
            },
          ]}
        />
      </div>
    </>
  );
}

function PersonEvents({ personId }: { readonly personId: string }) {
  const project = useProject();
  const [open, setOpen] = useState<string | null>(null);
  const events = useQuery(eventsOfQuery(project.id, { personId }));
  if (events.error) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />;
  if (!events.data) return <SkeletonRows rows={8} />;
  if (events.data.length === 0) return <EmptyState title="No events" />;
  return (
    <div className="-mx-4 border-t border-line md:-mx-6">
      <LiveTable rows={events.data} open={open} onOpen={setOpen} />
    </div>
  );
}

function PersonFlags({ distinctId }: { readonly distinctId: string }) {
  const project = useProject();
  const flags = useQuery(flagsOfQuery(project.id, distinctId));
  if (flags.error) return <ErrorState error={flags.error} onRetry={() => void flags.refetch()} />;
  if (!flags.data) return <SkeletonRows rows={4} />;
  if (flags.data.length === 0) return <EmptyState title="No flags in this project" />;
  return (
    <ul className="max-w-2xl">
      {flags.data.map(({ feature_flag: flag, value }) => (
        <li key={flag.id} className="flex items-center gap-3 border-b border-line py-1.5 text-sm">
          <code className="min-w-0 flex-1 truncate font-mono text-xs">{flag.key}</code>
          <Badge tone={value === false ? "neutral" : "ok"}>{String(value)}</Badge>
          <Link
            href={`${projectPath(project.id, `/flags/${flag.id}`)}?tab=why&person=${encodeURIComponent(distinctId)}`}
            className="text-accent underline underline-offset-2"
          >
            why?
          </Link>
        </li>
      ))}
    </ul>
  );
}
