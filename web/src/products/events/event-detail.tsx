"use client";
import Link from "next/link";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { PropertiesTable } from "@/products/events/properties-table";
import { type EventRow, sessionOf } from "@/products/events/types";
import { CodeBlock, CopyButton } from "@/ui/code-block";
import { Tabs } from "@/ui/tabs";

/** An opened event: what it carries, who sent it, in which session, and as it was stored. */
export function EventDetail({ event }: { readonly event: EventRow }) {
  const project = useProject();
  const session = sessionOf(event);
  const person = event.person?.id ?? null;
  const raw = JSON.stringify(event, null, 2);
  const facts: readonly (readonly [string, string, string?])[] = [
    ["Time", fullTime(event.timestamp, project.timezone)],
    ["Received", event.created_at ? fullTime(event.created_at, project.timezone) : "–"],
    [
      "Person",
      event.person?.name ?? event.distinct_id,
      projectPath(project.id, `/persons/${encodeURIComponent(person ?? event.distinct_id)}`),
    ],
    ["Distinct ID", event.distinct_id],
    [
      "Session",
      session ?? "–",
      session ? projectPath(project.id, `/sessions/${encodeURIComponent(session)}`) : undefined,
    ],
    ["UUID", event.uuid],
  ];
  return (
    <div className="border-l-2 border-accent bg-surface px-3 pb-3 md:px-4">
      <Tabs
        label="Event"
        items={[
          {
            value: "properties",
            label: `Properties (${Object.keys(event.properties).length})`,
            content: <PropertiesTable properties={event.properties} label="Event properties" />,
          },
          {
            value: "context",
            label: "Person and session",
            content: (
              <dl className="grid gap-x-6 gap-y-1.5 text-sm sm:grid-cols-[8rem_1fr]">
                {facts.map(([name, value, href]) => (
                  <div key={name} className="contents">
                    <dt className="self-center text-muted">{name}</dt>
                    <dd className="flex min-w-0 items-center gap-1">
                      {href ? (
                        <Link href={href} className="truncate text-accent underline underline-offset-2">
                          {value}
                        </Link>
                      ) : (
                        <span className="truncate font-mono text-xs">{value}</span>
                      )}
                      <CopyButton text={value} label={`Copy ${name}`} />
                    </dd>
                  </div>
                ))}
              </dl>
            ),
          },
          { value: "json", label: "JSON", content: <CodeBlock code={raw} label="stored event" /> },
        ]}
      />
    </div>
  );
}
