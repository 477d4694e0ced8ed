"use client";
import { useQuery } from "@tanstack/react-query";
import { Copy, Mail, MoreHorizontal, Pencil, Pin, PinOff, Share2, Star, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { dashboardListQuery, useChangeDashboard, useCreateDashboard } from "@/products/dashboards/api";
import type { Dashboard } from "@/products/dashboards/types";
import { usePin } from "@/products/dashboards/use-pin";
import { useStarred } from "@/products/dashboards/use-starred";
import { ShareDialog } from "@/products/sharing/share-dialog";
import { SubscribeDialog } from "@/products/subscriptions/subscribe-dialog";
import { Button } from "@/ui/button";
import { Confirm } from "@/ui/dialog";
import { Dropdown, DropdownItem, DropdownSeparator } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

/** What can be done with a whole dashboard. */
export function DashboardMenu({
  dashboard,
  onRename,
}: {
  readonly dashboard: Dashboard;
  readonly onRename: () => void;
}) {
  const project = useProject();
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const [shown, setShown] = useState<"share" | "subscribe" | null>(null);
  const [withInsights, setWithInsights] = useState(false);
  const pin = usePin(project.id);
  const [starred, toggleStar] = useStarred(project.id);
  const copy = useCreateDashboard(project.id);
  const change = useChangeDashboard(project.id, dashboard.id);
  const fromList = useQuery(dashboardListQuery(project.id)).data?.results.find(
    ({ id }) => id === dashboard.id,
  );
  const pinned = fromList?.pinned ?? dashboard.pinned;
  const open = (id: number) => router.push(projectPath(project.id, `/dashboards/${id}`));
  return (
    <>
      <Dropdown
        trigger={
          <Button size="icon" variant="quiet" aria-label="More about this dashboard">
            <MoreHorizontal />
          </Button>
        }
      >
        <DropdownItem onSelect={() => setShown("share")}>
          <Share2 /> Share
        </DropdownItem>
        <DropdownItem onSelect={() => setShown("subscribe")}>
          <Mail /> Subscribe
        </DropdownItem>
        <DropdownSeparator />
        <DropdownItem onSelect={onRename}>
          <Pencil /> Name and tags
        </DropdownItem>
        <DropdownItem onSelect={() => pin.mutate({ dashboard, pinned: !pinned })}>
          {pinned ? <PinOff /> : <Pin />} {pinned ? "Unpin" : "Pin for everyone"}
        </DropdownItem>
        <DropdownItem onSelect={() => toggleStar(dashboard.id)}>
          <Star /> {starred.has(dashboard.id) ? "Remove star" : "Star for me"}
        </DropdownItem>
        <DropdownItem
          onSelect={() =>
            copy.mutate(
              { body: { use_dashboard: dashboard.id } },
              {
                onSuccess: ({ id, name }) => {
                  toast.success(`This is ${name}; both show the same insights.`);
                  open(id);
                },
                onError: (error) => void toast.error("The dashboard could not be copied.", error),
              },
            )
          }
        >
          <Copy /> Duplicate
        </DropdownItem>
        <DropdownSeparator />
        <DropdownItem danger onSelect={() => setDeleting(true)}>
          <Trash2 /> Delete
        </DropdownItem>
      </Dropdown>
      {shown === "share" && (
        <ShareDialog
          item={{ kind: "dashboards", id: dashboard.id }}
          name={dashboard.name}
          onClose={() => setShown(null)}
        />
      )}
      {shown === "subscribe" && (
        <SubscribeDialog
          thing={{ dashboard: dashboard.id }}
          name={dashboard.name}
          onClose={() => setShown(null)}
        />
      )}
      <Confirm
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${dashboard.name}?`}
        action="Delete dashboard"
        busy={change.isPending}
        onConfirm={() =>
          change.mutate(
            {
              body: { deleted: true, delete_insights: withInsights },
              what: `${dashboard.name} could not be deleted.`,
            },
            { onSuccess: () => router.push(projectPath(project.id, "/dashboards")) },
          )
        }
      >
        <p>Everyone in the project loses it. Its texts go with it.</p>
        <label className="mt-3 flex items-center gap-2 text-text">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={withInsights}
            onChange={(event) => setWithInsights(event.target.checked)}
          />
          Delete the insights too that stand on no other dashboard
        </label>
      </Confirm>
    </>
  );
}
