"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { ago, exactNumber, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { groupQuery, type Member, membersQuery, writeGroupProperty } from "@/products/groups/api";
import { groupName, groupTypeTitle } from "@/products/groups/group-name";
import { EditableProperties } from "@/products/persons/person/editable-properties";
import { FlagsTab } from "@/products/persons/person/flags-tab";
import { Timeline } from "@/products/persons/person/timeline";
import { CopyButton } from "@/ui/code-block";
import { Crumbs } from "@/ui/crumbs";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { Tabs } from "@/ui/tabs";

interface GroupPageProps {
  readonly typeIndex: number;
  readonly groupKey: string;
}

/** One group: what its people did, its properties, who belongs to it, what flags answer for it. */
export function GroupPage({ typeIndex, groupKey }: GroupPageProps) {
  const project = useProject();
  const client = useQueryClient();
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("events"));
  const group = useQuery(groupQuery(project.id, typeIndex, groupKey));
  const type = project.group_types?.find(({ group_type_index }) => group_type_index === typeIndex);
  const plural = type ? groupTypeTitle(type) : "Groups";
  const trail = [{ href: projectPath(project.id, `/groups/${typeIndex}`), title: plural }];
  if (!group.data) {
    return (
      <>
        <PageHeader title={<Crumbs trail={trail}>{groupKey}</Crumbs>} />
        {group.error ? (
          <ErrorState error={group.error} onRetry={() => void group.refetch()} />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </>
    );
  }
  const write = async (action: "update" | "delete", body: object) => {
    await writeGroupProperty(project.id, typeIndex, groupKey, body, action);
    await client.invalidateQueries({ queryKey: ["group", project.id, typeIndex, groupKey] });
    await client.invalidateQueries({ queryKey: ["groups", project.id] });
  };
  return (
    <>
      <PageHeader
        title={
          <span className="flex min-w-0 items-center gap-2">
            <Crumbs trail={trail}>{groupName(group.data)}</Crumbs>
            <CopyButton text={groupKey} label="Copy key" />
          </span>
        }
        description={`First seen ${fullTime(group.data.created_at, project.timezone)}`}
      />
      <div className="p-4 md:p-6">
        <Tabs
          label="Group"
          value={tab}
          onChange={(next) => void setTab(next)}
          items={[
            {
              value: "events",
              label: "Events",
              content: (
                <Timeline
                  filter={{
                    properties: [
                      { type: "event", key: `$group_${typeIndex}`, operator: "exact", value: [groupKey] },
                    ],
                  }}
                />
              ),
            },
            {
              value: "properties",
              label: "Properties",
              content: (
                <EditableProperties
                  properties={group.data.group_properties}
                  label="Group properties"
                  onSet={(key, value) => write("update", { key, value })}
                  onDelete={(key) => write("delete", { $unset: key })}
                />
              ),
            },
            {
              value: "people",
              label: "People",
              content: <MembersTab typeIndex={typeIndex} groupKey={groupKey} />,
            },
            {
              value: "flags",
              label: "Flags",
              content: <FlagsTab distinctId={groupKey} groups={{ [type?.group_type ?? ""]: groupKey }} />,
            },
          ]}
        />
      </div>
    </>
  );
}

function MembersTab({ typeIndex, groupKey }: GroupPageProps) {
  const project = useProject();
  const members = useQuery(membersQuery(project.id, typeIndex, groupKey));
  const columns = useMemo(
    (): Column<Member>[] => [
      {
        id: "name",
        header: "Person",
        sortBy: ({ name }) => name,
        className: "max-w-52 sm:min-w-44 sm:max-w-80",
        cell: ({ id, name }) => (
          <Link
            href={projectPath(project.id, `/persons/${encodeURIComponent(id)}`)}
            className="block truncate font-medium hover:text-accent hover:underline"
          >
            {name}
          </Link>
        ),
      },
      {
        id: "events",
        header: "Events",
        align: "right",
        sortBy: ({ events }) => events,
        cell: ({ events }) => exactNumber(events),
      },
      {
        id: "seen",
        header: "Last seen",
        align: "right",
        sortBy: ({ lastSeen }) => lastSeen,
        cell: ({ lastSeen }) => <span className="whitespace-nowrap text-muted">{ago(lastSeen)}</span>,
      },
    ],
    [project.id],
  );
  return (
    <div className="-mx-4 md:-mx-6">
      <ListBody
        query={members}
        rows={members.data ?? []}
        columns={columns}
        rowKey={({ id }) => id}
        label="People"
        empty={
          <EmptyState title="Nobody yet">People whose events name this group are listed here.</EmptyState>
        }
      />
    </div>
  );
}
