"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Store } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useEdgeHost } from "@/lib/edge-host";
import { projectPath, useProjectContext } from "@/lib/project-context";
import { projectsOf } from "@/lib/session";
import { fillDemo } from "@/products/onboarding/fill-demo";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { ErrorState } from "@/ui/states";

/** One click to a project full of a made-up product's data, with dashboards and a running experiment. */
export function DemoPanel() {
  const { me } = useProjectContext();
  const host = useEdgeHost();
  const router = useRouter();
  const client = useQueryClient();
  const [share, setShare] = useState(0);
  const leaving = useRef(new AbortController());
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);
  const filling = useMutation({
    mutationFn: () => fillDemo(projectsOf(me), host, setShare, leaving.current.signal),
    async onSuccess(projectId) {
      await client.invalidateQueries({ queryKey: ["me"] });
      router.push(projectPath(projectId, "/dashboards"));
    },
  });
  return (
    <Panel title="Nothing to send yet?">
      <div className="flex flex-wrap items-center gap-4 p-3">
        <p className="min-w-56 flex-1 text-sm text-muted">
          Look around in a project of a made-up product: 90 days of 2,300 people, two dashboards, a running
          experiment. Its 50,000 events count towards your free million.
        </p>
        {filling.isPending ? (
          <div className="w-56">
            <progress
              value={share}
              max={1}
              className="h-1.5 w-full accent-accent"
              aria-label="Demo data sent"
            />
            <p role="status" className="text-xs text-muted tabular-nums">
              {Math.round(share * 100)} % sent; stay on this page
            </p>
          </div>
        ) : (
          <Button onClick={() => filling.mutate()}>
            <Store /> Open a demo project
          </Button>
        )}
      </div>
      {filling.error && (
        <ErrorState error={filling.error} onRetry={() => filling.mutate()} title="The demo is not complete" />
      )}
    </Panel>
  );
}
