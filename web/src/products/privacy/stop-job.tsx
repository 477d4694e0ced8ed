"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { api } from "@/lib/api/client";
import { useProject } from "@/lib/project-context";
import { type DataJob, isMoving } from "@/products/privacy/types";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";

interface StopJobProps {
  readonly job: Pick<DataJob, "id" | "state">;
  readonly kind: "data_deletions" | "data_exports";
}

/** Stops a job that is on its way; nothing once it has ended. What it did so far stays. */
export function StopJob({ job, kind }: StopJobProps) {
  const project = useProject();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.post(`/api/projects/${project.id}/${kind}/${job.id}/cancel/`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: [kind.replace("_", "-"), project.id] }),
    onError: (error) => toast.error("It could not be stopped.", error),
  });
  if (!isMoving(job)) return null;
  return (
    <Button size="sm" variant="quiet" busy={stop.isPending} onClick={() => stop.mutate()}>
      <X /> Stop
    </Button>
  );
}
