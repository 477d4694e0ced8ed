"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { debounce, parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { AnnotationDialog } from "@/products/annotations/annotation-dialog";
import { type Annotation, annotationListQuery, useWriteAnnotation } from "@/products/annotations/api";
import { DataSections } from "@/products/definitions/data-sections";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { toast } from "@/ui/toast";
import { Toolbar } from "@/ui/toolbar";

/** The team's notes on moments, as charts show them. */
export function AnnotationsPage() {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    new: parseAsBoolean.withDefault(false),
  });
  const [editing, setEditing] = useState<Annotation | null>(null);
  const [leaving, setLeaving] = useState<Annotation | null>(null);
  const write = useWriteAnnotation(project.id);
  const annotations = useQuery({
    ...annotationListQuery(project.id, params.search),
    placeholderData: keepPreviousData,
  });
  const rows = annotations.data?.results ?? [];
  const columns = useMemo(
    (): Column<Annotation>[] => [
      {
        id: "when",
        header: "When",
        sortBy: ({ date_marker }) => date_marker,
        className: "sm:whitespace-nowrap",
        cell: ({ date_marker }) => (
          <span className="text-muted">{fullTime(date_marker, project.timezone)}</span>
        ),
      },
      {
        id: "content",
        header: "What happened",
        sortBy: ({ content }) => content,
        className: "sm:min-w-48",
        cell: ({ content }) => <span className="whitespace-pre-line">{content}</span>,
      },
      {
        id: "scope",
        header: "Shown on",
        className: "hidden md:table-cell",
        cell: (annotation) => <Place annotation={annotation} />,
      },
      {
        id: "author",
        header: "By",
        className: "hidden md:table-cell",
        cell: ({ created_by }) => (
          <span className="text-muted">{created_by?.first_name || created_by?.email || "–"}</span>
        ),
      },
      {
        id: "actions",
        header: <span className="sr-only">Actions</span>,
        align: "right",
        className: "whitespace-nowrap",
        cell: (annotation) => (
          <>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Edit ${annotation.content}`}
              onClick={() => setEditing(annotation)}
            >
              <Pencil />
            </Button>
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Delete ${annotation.content}`}
              onClick={() => setLeaving(annotation)}
            >
              <Trash2 />
            </Button>
          </>
        ),
      },
    ],
    [project.timezone],
  );
  const create = (
    <Button variant="primary" onClick={() => void setParams({ new: true })}>
      <Plus /> New annotation
    </Button>
  );
  return (
    <>
      <PageHeader title="Data management" actions={create} />
      <DataSections active="annotations" />
      <Toolbar>
        <ListSearch
          label="Search annotations"
          placeholder="Search annotations"
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
      </Toolbar>
      <ListBody
        query={annotations}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => String(id)}
        label="Annotations"
        empty={
          <EmptyState
            title={params.search ? "No annotation matches" : "No annotations yet"}
            action={
              params.search ? <Button onClick={() => void setParams(null)}>Clear search</Button> : create
            }
          >
            {!params.search &&
              "A note on a day, such as a release or a campaign, shows on every chart and explains its jumps a year later."}
          </EmptyState>
        }
      />
      {params.new && <AnnotationDialog annotation="new" onClose={() => void setParams({ new: null })} />}
      {editing && <AnnotationDialog annotation={editing} onClose={() => setEditing(null)} />}
      <Confirm
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title="Delete this annotation?"
        action="Delete annotation"
        busy={write.isPending}
        onConfirm={() =>
          leaving &&
          write.mutate(
            { id: leaving.id, body: { deleted: true } },
            {
              onSettled: () => setLeaving(null),
              onError: (error) => void toast.error("The annotation could not be deleted.", error),
            },
          )
        }
      >
        It disappears from every chart: “{leaving?.content}”
      </Confirm>
    </>
  );
}

function Place({ annotation }: { readonly annotation: Annotation }) {
  const project = useProject();
  const { scope, dashboard_id, dashboard_name, insight_short_id, insight_name } = annotation;
  const link = "text-accent hover:underline";
  if (scope === "dashboard_item" && insight_short_id) {
    return (
      <Link className={link} href={projectPath(project.id, `/insights/${insight_short_id}`)}>
        {insight_name || "one insight"}
      </Link>
    );
  }
  if (scope === "dashboard" && dashboard_id !== null) {
    return (
      <Link className={link} href={projectPath(project.id, `/dashboards/${dashboard_id}`)}>
        {dashboard_name || "one dashboard"}
      </Link>
    );
  }
  return <span className="text-muted">{scope === "organization" ? "all projects" : "this project"}</span>;
}
