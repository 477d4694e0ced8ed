"use client";
import { useQuery } from "@tanstack/react-query";
import { Power } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useState } from "react";
import { ApiError } from "@/lib/api/error";
import { projectPath, useProject } from "@/lib/project-context";
import { AccessDialog } from "@/products/access/access-dialog";
import { flagQuery, useDeleteFlag } from "@/products/flags/api";
import { FlagCode } from "@/products/flags/code-tab";
import { CopyDialog } from "@/products/flags/copy/copy-dialog";
import { FlagEditor } from "@/products/flags/editor/flag-editor";
import { FlagExperiments } from "@/products/flags/flag-experiments";
import { FlagMenu } from "@/products/flags/flag-menu";
import { GraphTab } from "@/products/flags/graph/graph-tab";
import { useKillSwitch } from "@/products/flags/kill-switch/use-kill-switch";
import { SchedulesTab } from "@/products/flags/schedules/schedules-tab";
import { StatesTab } from "@/products/flags/states/states-tab";
import { summarizeRollout } from "@/products/flags/summary";
import { UsageTab } from "@/products/flags/usage/usage-tab";
import { VersionsTab } from "@/products/flags/versions/versions-tab";
import { WhyPanel } from "@/products/flags/why-panel";
import { ReleaseNotice } from "@/products/releases/release-notice";
import { ReleasesTab } from "@/products/releases/releases-tab";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Confirm } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";
import { PageHeader } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { toast } from "@/ui/toast";

/** One flag: edit, explain, history, code. */
export function FlagPage({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const router = useRouter();
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("edit"));
  const [asking, setAsking] = useState(false);
  const [copying, setCopying] = useState(false);
  const [reloads, setReloads] = useState(0);
  const flag = useQuery(flagQuery(project.id, flagId));
  const remove = useDeleteFlag(project.id);
  const startAnew = useCallback(() => setReloads((count) => count + 1), []);
  const kill = useKillSwitch(flag.data, startAnew);
  const list = projectPath(project.id, "/flags");

  if (flag.error instanceof ApiError && flag.error.status === 404) {
    return (
      <EmptyState
        title="This flag does not exist"
        action={
          <Button asChild>
            <Link href={list}>All flags</Link>
          </Button>
        }
      >
        It may have been deleted, or it belongs to another project.
      </EmptyState>
    );
  }
  if (flag.error) return <ErrorState error={flag.error} onRetry={() => void flag.refetch()} />;
  if (!flag.data) return <SkeletonRows rows={8} />;
  const { data } = flag;
  return (
    <>
      <PageHeader
        title={
          <span className="flex items-center gap-2">
            <Link href={list} className="text-muted hover:text-text">
              Flags
            </Link>
            <span className="text-muted">/</span>
            <span className="truncate font-mono text-base font-medium">{data.key}</span>
            <CopyButton text={data.key} label="Copy key" />
            <Badge tone={data.active ? "ok" : "neutral"}>{data.active ? "on" : "off"}</Badge>
            {data.status === "STALE" && (
              <button type="button" title="What to delete from the code" onClick={() => void setTab("code")}>
                <Badge tone="warn">stale</Badge>
              </button>
            )}
          </span>
        }
        description={
          data.active ? `Goes to ${summarizeRollout(data.filters)}.` : "Switched off: nobody gets it."
        }
        actions={
          <>
            {data.active && (
              <Button variant="danger" title="Or press k twice" onClick={kill}>
                <Power /> Switch off{" "}
                <span className="hidden md:inline">
                  <Kbd>k k</Kbd>
                </span>
              </Button>
            )}
            <AccessDialog path={`/api/projects/${project.id}/feature_flags/${flagId}/`} what="flag" />
            <FlagMenu flag={data} onCopy={() => setCopying(true)} onDelete={() => setAsking(true)} />
          </>
        }
      />
      <div className="p-4 md:p-6">
        <ReleaseNotice flagId={data.id} />
        <FlagExperiments ids={data.experiment_set ?? []} />
        <Tabs
          label="Flag"
          value={tab}
          onChange={(next) => void setTab(next)}
          items={[
            {
              value: "edit",
              label: "Release",
              content: (
                <FlagEditor
                  key={`${data.id}-${reloads}`}
                  flag={data}
                  onSaved={() => undefined}
                  onReload={() => void flag.refetch().then(startAnew)}
                />
              ),
            },
            { value: "environments", label: "Environments", content: <StatesTab flagId={data.id} /> },
            { value: "guard", label: "Guarded release", content: <ReleasesTab flag={data} /> },
            { value: "schedule", label: "Schedule", content: <SchedulesTab flag={data} /> },
            { value: "usage", label: "Usage", content: <UsageTab flagId={data.id} /> },
            { value: "why", label: "Why did they get this?", content: <WhyPanel flagId={data.id} /> },
            { value: "graph", label: "Dependencies", content: <GraphTab flag={data} /> },
            {
              value: "history",
              label: "History",
              content: <VersionsTab flag={data} onRestored={startAnew} />,
            },
            { value: "code", label: "Code", content: <FlagCode flag={data} /> },
          ]}
        />
      </div>
      <CopyDialog flag={data} open={copying} onOpenChange={setCopying} />
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${data.key}?`}
        action="Delete flag"
        busy={remove.isPending}
        onConfirm={() =>
          remove.mutate(data.id, {
            onSuccess: () => {
              toast.success(`${data.key} is deleted.`);
              router.replace(list);
            },
            onError: (error) => {
              setAsking(false);
              toast.error(`${data.key} could not be deleted.`, error);
            },
          })
        }
      >
        Code that asks for it gets “off” from then on. The key becomes free.
      </Confirm>
    </>
  );
}
