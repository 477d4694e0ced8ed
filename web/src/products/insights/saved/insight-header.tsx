"use client";
import {
  Bell,
  Copy,
  LayoutDashboard,
  Mail,
  MoreHorizontal,
  Pencil,
  Share2,
  Star,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { AlertsDialog } from "@/products/alerts/alerts-dialog";
import { describeQuery } from "@/products/insights/query/describe";
import { insightName, type SavedInsight, useSaveInsight } from "@/products/insights/saved/api";
import { DashboardPicker } from "@/products/insights/saved/dashboard-picker";
import { SaveDialog } from "@/products/insights/saved/save-dialog";
import { ShareDialog } from "@/products/sharing/share-dialog";
import { SubscribeDialog } from "@/products/subscriptions/subscribe-dialog";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Confirm } from "@/ui/dialog";
import { Dropdown, DropdownItem, DropdownSeparator } from "@/ui/dropdown";
import { PageHeader } from "@/ui/page";
import { toast } from "@/ui/toast";
import { usePageTitle } from "@/ui/use-page-title";

interface InsightHeaderProps {
  readonly insight: SavedInsight;
  /** What a copy would carry: the query as it is shown. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly children?: ReactNode;
}

/** Name and description of a saved insight, and what can be done with it. */
export function InsightHeader({ insight, query, children }: InsightHeaderProps) {
  const project = useProject();
  const router = useRouter();
  const save = useSaveInsight();
  const [open, setOpen] = useState<"details" | "delete" | "share" | "subscribe" | "alerts" | null>(null);
  const close = () => setOpen(null);
  const name = insightName(insight);
  usePageTitle(name);
  const patch = (draft: Parameters<typeof save.mutate>[0]["draft"], said?: string) =>
    save.mutate(
      { shortId: insight.short_id, draft },
      {
        onSuccess: () => said && toast.success(said),
        onError: (error) => toast.error(`“${name}” was not changed`, error),
      },
    );
  const duplicate = () =>
    save.mutate(
      {
        shortId: null,
        draft: { name: `${name} (copy)`, description: insight.description, tags: insight.tags, query },
      },
      {
        onSuccess: (copy) => {
          toast.success("Insight duplicated");
          router.push(projectPath(project.id, `/insights/${copy.short_id}`));
        },
        onError: (error) => toast.error("The insight was not duplicated", error),
      },
    );
  return (
    <>
      <PageHeader
        title={name}
        description={
          (insight.description || insight.tags.length > 0) && (
            <span className="flex flex-wrap items-center gap-1.5">
              {insight.description}
              {insight.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </span>
          )
        }
        actions={
          <>
            <Button
              size="icon"
              variant="quiet"
              aria-label={insight.favorited ? "No longer a favourite" : "Make a favourite"}
              aria-pressed={insight.favorited}
              onClick={() => patch({ favorited: !insight.favorited })}
            >
              <Star className={cn(insight.favorited && "fill-current text-warn")} />
            </Button>
            {children}
            <DashboardPicker
              on={insight.dashboards}
              onToggle={(dashboard, add) =>
                patch(
                  {
                    dashboards: add
                      ? [...insight.dashboards, dashboard.id]
                      : insight.dashboards.filter((id) => id !== dashboard.id),
                  },
                  add ? `Put on “${dashboard.name}”` : `Taken off “${dashboard.name}”`,
                )
              }
              trigger={
                <Button>
                  <LayoutDashboard /> Dashboards
                </Button>
              }
            />
            <Dropdown
              trigger={
                <Button size="icon" variant="quiet" aria-label="More for this insight">
                  <MoreHorizontal />
                </Button>
              }
            >
              <DropdownItem onSelect={() => setOpen("share")}>
                <Share2 /> Share
              </DropdownItem>
              <DropdownItem onSelect={() => setOpen("subscribe")}>
                <Mail /> Subscribe
              </DropdownItem>
              <DropdownItem onSelect={() => setOpen("alerts")}>
                <Bell /> Alerts
              </DropdownItem>
              <DropdownSeparator />
              <DropdownItem onSelect={() => setOpen("details")}>
                <Pencil /> Name, description, tags
              </DropdownItem>
              <DropdownItem onSelect={duplicate}>
                <Copy /> Duplicate
              </DropdownItem>
              <DropdownSeparator />
              <DropdownItem danger onSelect={() => setOpen("delete")}>
                <Trash2 /> Delete
              </DropdownItem>
            </Dropdown>
          </>
        }
      />
      {open === "share" && (
        <ShareDialog item={{ kind: "insights", id: insight.id }} name={name} state={query} onClose={close} />
      )}
      {open === "subscribe" && (
        <SubscribeDialog thing={{ insight: insight.id }} name={name} onClose={close} />
      )}
      {open === "alerts" && (
        <AlertsDialog insightId={insight.id} name={name} query={insight.query} onClose={close} />
      )}
      <SaveDialog
        open={open === "details"}
        onOpenChange={(next) => setOpen(next ? "details" : null)}
        title="Name, description, tags"
        start={insight}
        derivedName={describeQuery(insight.query)}
        busy={save.isPending}
        error={open === "details" ? save.error : null}
        onSave={(draft) =>
          save.mutate({ shortId: insight.short_id, draft }, { onSuccess: () => setOpen(null) })
        }
      />
      <Confirm
        open={open === "delete"}
        onOpenChange={(next) => setOpen(next ? "delete" : null)}
        title={`Delete “${name}”?`}
        action="Delete insight"
        busy={save.isPending}
        onConfirm={() =>
          save.mutate(
            { shortId: insight.short_id, draft: { deleted: true } },
            {
              onSuccess: () => router.push(projectPath(project.id, "/insights")),
              onError: (error) => toast.error("The insight was not deleted", error),
            },
          )
        }
      >
        {insight.dashboards.length > 0
          ? `It stands on ${insight.dashboards.length} dashboard${insight.dashboards.length === 1 ? "" : "s"} and disappears there too.`
          : "It can be brought back through the API."}
      </Confirm>
    </>
  );
}
