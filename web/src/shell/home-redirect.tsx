"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ApiError } from "@/lib/api/error";
import { lastProject } from "@/lib/last-project";
import { projectsOf, useMe } from "@/lib/session";
import { Mark } from "@/ui/logo";
import { ErrorState } from "@/ui/states";

/** `/` leads to the project used last, else to the first, else to creating one; strangers go to log-in. */
export function HomeRedirect() {
  const router = useRouter();
  const me = useMe();
  useEffect(() => {
    if (me.error instanceof ApiError && me.error.status === 401) router.replace("/login");
    if (!me.data) return;
    const projects = projectsOf(me.data);
    const last = lastProject();
    const target = projects.find((project) => project.id === last) ?? me.data.team ?? projects[0];
    router.replace(target ? `/project/${target.id}/live` : me.data.organization ? "/new" : "/organizations");
  }, [me.data, me.error, router]);
  const failed = me.error && !(me.error instanceof ApiError && me.error.status === 401);
  return (
    <main className="flex min-h-dvh items-center justify-center">
      {failed ? (
        <ErrorState error={me.error} onRetry={() => void me.refetch()} />
      ) : (
        <div role="status" aria-label="Loading">
          <Mark className="size-8 animate-dot" />
        </div>
      )}
    </main>
  );
}
