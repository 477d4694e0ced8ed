"use client";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { type EarlyAccessFeature, featureListQuery } from "@/products/flags/early-access/api";
import { FeatureDialog } from "@/products/flags/early-access/feature-dialog";
import { PeopleDialog } from "@/products/flags/early-access/people-dialog";
import { isOpen, STAGES, stageLabel } from "@/products/flags/early-access/stages";
import { FlagSections } from "@/products/flags/flag-sections";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";

const RANK = new Map(STAGES.map(({ value }, index) => [value, index]));

/** Features that people may choose to have before everybody gets them. */
export function EarlyAccessPage() {
  const project = useProject();
  const features = useQuery(featureListQuery(project.id));
  const [edited, setEdited] = useState<EarlyAccessFeature | "new" | null>(null);
  const [letting, setLetting] = useState<EarlyAccessFeature | null>(null);
  const columns: Column<EarlyAccessFeature>[] = [
    {
      id: "name",
      header: "Feature",
      sortBy: ({ name }) => name,
      className: "min-w-40",
      cell: (feature) => (
        <span className="block min-w-0">
          <button
            type="button"
            className="text-left font-medium hover:text-accent hover:underline"
            onClick={() => setEdited(feature)}
          >
            {feature.name}
          </button>
          {feature.description && (
            <span className="block max-w-96 truncate text-xs text-muted">{feature.description}</span>
          )}
        </span>
      ),
    },
    {
      id: "stage",
      header: "Stage",
      sortBy: ({ stage }) => RANK.get(stage) ?? 0,
      cell: ({ stage }) => <Badge tone={isOpen(stage) ? "ok" : "neutral"}>{stageLabel(stage)}</Badge>,
    },
    {
      id: "flag",
      header: "Flag",
      className: "hidden md:table-cell",
      cell: ({ feature_flag: flag }) =>
        flag && (
          <Link
            href={projectPath(project.id, `/flags/${flag.id}`)}
            className="font-mono text-xs hover:text-accent hover:underline"
          >
            {flag.key}
          </Link>
        ),
    },
    {
      id: "people",
      header: "People",
      align: "right",
      cell: (feature) =>
        isOpen(feature.stage) && (
          <Button size="sm" onClick={() => setLetting(feature)}>
            Let in…
          </Button>
        ),
    },
    {
      id: "created",
      header: "Created",
      align: "right",
      className: "hidden whitespace-nowrap lg:table-cell",
      sortBy: ({ created_at }) => created_at,
      cell: ({ created_at }) => <span className="text-muted">{ago(created_at)}</span>,
    },
  ];
  const create = (
    <Button variant="primary" onClick={() => setEdited("new")}>
      <Plus /> New feature
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Feature flags"
        actions={
          <>
            <Button asChild variant="ghost">
              <a href={`/early-access/${project.api_token}`} target="_blank" rel="noreferrer">
                <ExternalLink /> Public page
              </a>
            </Button>
            {create}
          </>
        }
      />
      <FlagSections />
      <ListBody
        query={features}
        rows={features.data?.results ?? []}
        columns={columns}
        rowKey={({ id }) => id}
        label="Early access features"
        empty={
          <EmptyState title="No early access features yet" action={create}>
            Offer a feature before it is done: people switch it on themselves, on a public page or in your
            app, and its flag follows their choice.
          </EmptyState>
        }
      />
      {edited && <FeatureDialog feature={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {letting && <PeopleDialog feature={letting} onClose={() => setLetting(null)} />}
    </>
  );
}
