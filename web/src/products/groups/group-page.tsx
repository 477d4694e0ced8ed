"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { groupQuery, type Related, relatedQuery, writeGroupProperty } from "@/products/groups/api";
import { groupName, groupTypeTitle } from "@/products/groups/group-name";
import { EditableProperties } from "@/products/persons/person/editable-properties";
import { FlagsTab } from "@/products/persons/person/flags-tab";
import { Timeline } from "@/products/persons/person/timeline";
import { personName } from "@/products/persons/person-name";
import { CopyButton } from "@/ui/code-block";
import { Crumbs } from "@/ui/crumbs";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
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
              value: "related",
              label: "People",
              content: <RelatedTab typeIndex={typeIndex} groupKey={groupKey} />,
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

function RelatedTab({ typeIndex, groupKey }: GroupPageProps) {
  const project = useProject();
  const related = useQuery(relatedQuery(project.id, typeIndex, groupKey));
  if (related.error) return <ErrorState error={related.error} onRetry={() => void related.refetch()} />;
  if (!related.data) return <SkeletonRows rows={4} />;
  if (related.data.length === 0) {
    return <EmptyState title="Nobody yet">People whose events name this group are listed here.</EmptyState>;
  }
  return (
    <ul className="max-w-2xl">
      {related.data.map((one) => (
        <li
          key={`${one.type}${one.group_type_index ?? ""}${one.id}`}
          className="border-b border-line py-1.5 text-sm"
        >
          <Link
            href={projectPath(project.id, pathOf(one))}
            className="font-medium hover:text-accent hover:underline"
          >
            {nameOf(one)}
          </Link>
          {one.type === "group" && (
            <span className="ml-2 text-xs text-muted">
              {project.group_types?.find(({ group_type_index }) => group_type_index === one.group_type_index)
                ?.group_type ?? "group"}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function pathOf({ type, id, group_type_index, group_key }: Related): string {
  return type === "group"
    ? `/groups/${group_type_index}/${encodeURIComponent(group_key ?? id)}`
    : `/persons/${encodeURIComponent(id)}`;
}

function nameOf({ type, id, name, group_key, properties = {}, distinct_ids, person }: Related): string {
  if (name) return name;
  if (type === "group") return groupName({ group_key: group_key ?? id, group_properties: properties });
  return personName({ uuid: id, properties, distinct_ids: distinct_ids ?? person?.distinct_ids ?? [] });
}
