"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { MaskingPanel } from "@/products/privacy/masking-panel";
import type { DoNotTrack, PrivacySettings } from "@/products/privacy/types";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { Switch } from "@/ui/switch";
import { toast } from "@/ui/toast";

const TRACKING: readonly { value: DoNotTrack; label: string; hint: string }[] = [
  { value: "ignore", label: "Store their events", hint: "As those of everybody else" },
  { value: "anonymous", label: "Store them without the person", hint: "A new visitor each day, no profile" },
  { value: "drop", label: "Store nothing", hint: "Only how many there were" },
];

/** What is kept of people: addresses, places, do-not-track, masking rules. */
export function PeoplePanel() {
  const project = useProject();
  const client = useQueryClient();
  const path = `/api/projects/${project.id}/privacy/`;
  const key = ["privacy", project.id];
  const settings = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<PrivacySettings>(path, signal),
  });
  const save = useMutation({
    mutationFn: (change: Partial<PrivacySettings>) => api.patch<PrivacySettings>(path, change),
    onSuccess: (saved) => {
      client.setQueryData(key, saved);
      toast.success("Saved. What arrives from now on is treated so.");
    },
    onError: (error) => toast.error("This could not be saved.", error),
  });
  if (settings.error) return <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <SkeletonRows rows={4} />;
  const { anonymize_ips, discard_geo, do_not_track, masking } = settings.data;
  return (
    <>
      <Panel title="People">
        <div className="divide-y divide-line">
          <Row
            title="Forget IP addresses"
            text="The address is used to find the country and city, then it is gone: it is never stored."
          >
            <Switch
              aria-label="Forget IP addresses"
              checked={anonymize_ips}
              onChange={(on) => save.mutate({ anonymize_ips: on })}
            />
          </Row>
          <Row title="Don't look up places" text="No country, city or coordinates are added to events.">
            <Switch
              aria-label="Don't look up places"
              checked={discard_geo}
              onChange={(on) => save.mutate({ discard_geo: on })}
            />
          </Row>
          <Row
            title="Browsers that ask not to be tracked"
            text="They say so with Global Privacy Control or Do Not Track. Unless everything is stored, they are not recorded either."
          >
            <Select
              aria-label="Browsers that ask not to be tracked"
              value={do_not_track}
              options={TRACKING}
              onChange={(value) => save.mutate({ do_not_track: value })}
            />
          </Row>
        </div>
      </Panel>
      <MaskingPanel saved={masking} onSave={(rules) => save.mutateAsync({ masking: rules })} />
    </>
  );
}

interface RowProps {
  readonly title: string;
  readonly text: string;
  readonly children: React.ReactNode;
}

function Row({ title, text, children }: RowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-56 flex-1">
        <div className="text-sm font-medium">{title}</div>
        <p className="text-xs text-muted">{text}</p>
      </div>
      {children}
    </div>
  );
}
