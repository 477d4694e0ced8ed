"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { flagPlacesQuery, isWaiting, useStateWrite } from "@/products/flags/states/api";
import { PlaceRow } from "@/products/flags/states/place-row";
import { PromoteDialog } from "@/products/flags/states/promote-dialog";
import type { FlagPlace } from "@/products/flags/states/types";
import { WaitingChanges } from "@/products/flags/states/waiting-changes";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toast";

/** The flag in every environment: its switch, what it follows, promotion, and what waits for approval. */
export function StatesTab({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const places = useQuery(flagPlacesQuery(project.id, flagId));
  const write = useStateWrite(project.id, flagId);
  const [promoted, setPromoted] = useState<FlagPlace | null>(null);
  if (places.error) return <ErrorState error={places.error} onRetry={() => void places.refetch()} />;
  if (!places.data) return <SkeletonRows rows={4} />;
  const defaultName = places.data.find((place) => place.is_default)?.name ?? "the default environment";
  const run = (change: Parameters<typeof write.mutate>[0], done: string, failed: string) =>
    write.mutate(change, {
      onSuccess: () => toast.success(done),
      onError: (error) => (isWaiting(error) ? toast.success(error.message) : toast.error(failed, error)),
    });
  const pending = write.isPending ? write.variables : undefined;
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <WaitingChanges flagId={flagId} places={places.data} />
      <Panel title="Environments">
        <ul className="flex flex-col">
          {places.data.map((place) => (
            <PlaceRow
              key={place.environment_id}
              place={place}
              defaultName={defaultName}
              isHere={place.environment_id === project.id}
              busy={pending !== undefined && "place" in pending && pending.place === place.environment_id}
              onSwitch={(active) =>
                run(
                  { kind: "switch", place: place.environment_id, active },
                  `Switched ${active ? "on" : "off"} in ${place.name}.`,
                  `It could not be switched ${active ? "on" : "off"} in ${place.name}.`,
                )
              }
              onFollow={() =>
                run(
                  { kind: "follow", place: place.environment_id },
                  `${place.name} follows ${defaultName} again.`,
                  `${place.name} could not be changed.`,
                )
              }
              {...(places.data.length > 1 ? { onPromote: () => setPromoted(place) } : {})}
            />
          ))}
        </ul>
      </Panel>
      {promoted && (
        <PromoteDialog
          key={promoted.environment_id}
          flagId={flagId}
          from={promoted}
          places={places.data}
          onClose={() => setPromoted(null)}
        />
      )}
    </div>
  );
}
