"use client";
import { Menu } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { ApiError } from "@/lib/api/error";
import { rememberProject } from "@/lib/last-project";
import { ProjectContext } from "@/lib/project-context";
import { projectsOf, useMe, useProjectQuery } from "@/lib/session";
import { UnpaidBanner } from "@/products/billing/unpaid-banner";
import { CommandBar } from "@/shell/command-bar";
import { Shortcuts } from "@/shell/shortcuts";
import { Sidebar } from "@/shell/sidebar";
import { Button } from "@/ui/button";
import { Drawer } from "@/ui/dialog";
import { Logo, Mark } from "@/ui/logo";
import { ErrorState } from "@/ui/states";

interface ProjectShellProps {
  /** A project's number, or its token as SDKs put it into links. */
  readonly projectRef: string;
  readonly children: ReactNode;
}

/** Frame of every project page: loads user and project, then shows navigation and page. */
export function ProjectShell({ projectRef, children }: ProjectShellProps) {
  const router = useRouter();
  const pathname = usePathname() ?? "";
  const [drawer, setDrawer] = useState(false);
  const [commands, setCommands] = useState(false);
  const me = useMe();
  const byToken = me.data && projectsOf(me.data).find((project) => project.api_token === projectRef);
  const id = byToken?.id ?? (/^\d+$/.test(projectRef) ? Number(projectRef) : Number.NaN);
  const project = useProjectQuery(me.data ? id : Number.NaN);

  const signedOut = me.error instanceof ApiError && me.error.status === 401;
  useEffect(() => {
    if (signedOut)
      router.replace(`/login?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
  }, [signedOut, router]);
  const lacksFactor = project.error instanceof ApiError && project.error.code === "2fa_setup_required";
  useEffect(() => {
    if (lacksFactor) router.replace("/account");
  }, [lacksFactor, router]);
  useEffect(() => {
    if (project.data) rememberProject(project.data.id);
  }, [project.data]);
  const [drawerPath, setDrawerPath] = useState(pathname);
  if (drawerPath !== pathname) {
    setDrawerPath(pathname);
    setDrawer(false);
  }

  const value = useMemo(
    () => (me.data && project.data ? { me: me.data, project: project.data } : null),
    [me.data, project.data],
  );

  if (value) {
    return (
      <ProjectContext value={value}>
        <div className="fixed inset-0 flex flex-col md:flex-row">
          <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-2 md:hidden">
            <Button variant="ghost" size="icon" aria-label="Open navigation" onClick={() => setDrawer(true)}>
              <Menu />
            </Button>
            <Logo />
          </header>
          <aside className="hidden w-56 shrink-0 border-r border-line md:flex md:flex-col">
            <Sidebar onSearch={() => setCommands(true)} />
          </aside>
          <main className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-auto">
            <UnpaidBanner />
            {children}
          </main>
        </div>
        <Drawer open={drawer} onOpenChange={setDrawer} title="Navigation">
          <Sidebar
            onSearch={() => {
              setDrawer(false);
              setCommands(true);
            }}
          />
        </Drawer>
        <CommandBar open={commands} onOpenChange={setCommands} />
        <Shortcuts onCommandBar={() => setCommands((open) => !open)} />
      </ProjectContext>
    );
  }
  const error = signedOut ? null : (me.error ?? project.error ?? unknownProject(me.data !== undefined, id));
  return (
    <main className="flex min-h-dvh items-center justify-center">
      {error ? (
        <div>
          <ErrorState
            error={error}
            title="This project could not be opened."
            onRetry={() => void (me.error ? me.refetch() : project.refetch())}
          />
          <Button asChild variant="ghost" className="ml-4">
            <a href="/home">Go to your own project</a>
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading">
          <Mark className="size-8 animate-dot" />
        </div>
      )}
    </main>
  );
}

function unknownProject(loaded: boolean, id: number): Error | null {
  return loaded && Number.isNaN(id)
    ? new Error("None of your projects has this number or token. You may be signed in with another account.")
    : null;
}
