"use client";
import { Check, Maximize, Minimize, Pencil, Plus, RotateCw, Timer } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ago, fullTime } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { AccessDialog } from "@/products/access/access-dialog";
import { DashboardMenu } from "@/products/dashboards/dashboard-menu";
import { DetailsDialog } from "@/products/dashboards/details-dialog";
import type { Dashboard } from "@/products/dashboards/types";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Dropdown, DropdownItem, DropdownLabel } from "@/ui/dropdown";
import { PageHeader } from "@/ui/page";
import { usePageTitle } from "@/ui/use-page-title";

interface DashboardHeaderProps {
  readonly dashboard: Dashboard;
  /** Tiles whose result is there, of all that have one. */
  readonly progress: { readonly done: number; readonly total: number };
  /** When the oldest shown result was computed. */
  readonly oldest: string | null;
  readonly edit: boolean;
  readonly full: boolean;
  readonly auto: number;
  readonly onEdit: (edit: boolean) => void;
  readonly onFull: (full: boolean) => void;
  readonly onAuto: (minutes: number) => void;
  readonly onRefresh: () => void;
  readonly onAddInsight: () => void;
  readonly onAddText: () => void;
  readonly onAddList: () => void;
}

const AUTO = [0, 1, 5, 15, 60] as const;

/** Name, progress and actions of a dashboard. */
export function DashboardHeader(props: DashboardHeaderProps) {
  const { dashboard, progress, oldest, edit, full } = props;
  const project = useProject();
  const [naming, setNaming] = useState(false);
  const busy = progress.done < progress.total;
  usePageTitle(dashboard.name);
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            {!full && (
              <>
                <Link
                  href={projectPath(project.id, "/dashboards")}
                  className="hidden text-muted hover:text-text sm:inline"
                >
                  Dashboards
                </Link>
                <span className="hidden text-muted sm:inline">/</span>
              </>
            )}
            <span className="truncate">{dashboard.name}</span>
            {dashboard.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        }
        description={dashboard.description || undefined}
        actions={
          <>
            <span className="text-xs text-muted tabular-nums" aria-live="polite">
              {busy ? (
                <span className="flex items-center gap-2">
                  <progress
                    className="h-1 w-16 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
                    max={progress.total}
                    value={progress.done}
                    aria-label="Tiles computed"
                  />
                  {progress.done} of {progress.total}
                </span>
              ) : (
                oldest && <time title={fullTime(oldest, project.timezone)}>refreshed {ago(oldest)}</time>
              )}
            </span>
            <Button
              size="icon"
              variant="quiet"
              aria-label="Refresh"
              title="Refresh (R)"
              onClick={props.onRefresh}
            >
              <RotateCw className={cn(busy && "animate-spin")} />
            </Button>
            <Dropdown
              trigger={
                <Button size={props.auto ? "md" : "icon"} variant="quiet" aria-label="Refresh by itself">
                  <Timer /> {props.auto > 0 && `${props.auto} min`}
                </Button>
              }
            >
              <DropdownLabel>Refresh by itself</DropdownLabel>
              {AUTO.map((minutes) => (
                <DropdownItem key={minutes} onSelect={() => props.onAuto(minutes)}>
                  {minutes === 0 ? "Never" : `Every ${minutes === 1 ? "minute" : `${minutes} minutes`}`}
                  {props.auto === minutes && <Check className="ml-auto" aria-label="chosen" />}
                </DropdownItem>
              ))}
            </Dropdown>
            {!full && (
              <AccessDialog
                path={`/api/projects/${project.id}/dashboards/${dashboard.id}/`}
                what="dashboard"
              />
            )}
            <Button
              size="icon"
              variant="quiet"
              aria-label={full ? "Leave full screen" : "Full screen"}
              title={full ? "Leave full screen (F)" : "Full screen (F)"}
              onClick={() => props.onFull(!full)}
            >
              {full ? <Minimize /> : <Maximize />}
            </Button>
            {!full && (
              <>
                <Dropdown
                  trigger={
                    <Button>
                      <Plus /> Add
                    </Button>
                  }
                >
                  <DropdownItem onSelect={props.onAddInsight}>Insight</DropdownItem>
                  <DropdownItem onSelect={props.onAddText}>Text</DropdownItem>
                  <DropdownItem onSelect={props.onAddList}>Live list</DropdownItem>
                </Dropdown>
                <Button
                  className="max-md:hidden"
                  variant={edit ? "primary" : "secondary"}
                  title="Edit layout (E)"
                  onClick={() => props.onEdit(!edit)}
                >
                  {edit ? <Check /> : <Pencil />} {edit ? "Done" : "Edit layout"}
                </Button>
                <DashboardMenu dashboard={dashboard} onRename={() => setNaming(true)} />
              </>
            )}
          </>
        }
      />
      {naming && <DetailsDialog dashboard={dashboard} onClose={() => setNaming(false)} />}
    </>
  );
}
