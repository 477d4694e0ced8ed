"use client";
import { Link2Off } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import type { Me, Project } from "@/lib/api/types";
import { ProjectContext } from "@/lib/project-context";
import { placeTiles } from "@/products/dashboards/layout";
import type { SharedContent } from "@/products/sharing/api";
import { asksPassword, isGone, useSharedContent } from "@/products/sharing/public-api";
import { SharedTileCard } from "@/products/sharing/shared-tile";
import { UnlockForm } from "@/products/sharing/unlock-form";
import { Logo } from "@/ui/logo";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const Grid = dynamic(() => import("@/products/dashboards/grid"), { ssr: false });

interface SharedPageProps {
  readonly token: string;
  /** Framed by another site: without our header. */
  readonly embedded: boolean;
}

/** A dashboard, an insight or a state of the explorer for people without an account. */
export function SharedPage({ token, embedded }: SharedPageProps) {
  const [unlock, setUnlock] = useState<string | null>(null);
  const content = useSharedContent(token, unlock);
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      {!embedded && (
        <header className="flex items-center gap-3 border-b border-line px-4 py-2.5">
          <a href="/" aria-label="Edgewise" className="shrink-0">
            <Logo />
          </a>
          <span className="ml-auto text-xs text-muted">Shared by link</span>
        </header>
      )}
      <main className="mx-auto flex w-full max-w-7xl flex-1 flex-col p-4">
        {content.isPending && <Skeleton className="h-96" />}
        {asksPassword(content.error) && <UnlockForm token={token} onOpen={setUnlock} />}
        {isGone(content.error) && (
          <EmptyState icon={<Link2Off />} title="There is nothing at this link">
            It has expired, or whoever shared it has taken it back. Ask them for a new one.
          </EmptyState>
        )}
        {content.error && !asksPassword(content.error) && !isGone(content.error) && (
          <ErrorState error={content.error} onRetry={() => void content.refetch()} />
        )}
        {content.data && <Content token={token} unlock={unlock} content={content.data} />}
      </main>
    </div>
  );
}

interface ContentProps {
  readonly token: string;
  readonly unlock: string | null;
  readonly content: SharedContent;
}

const NOBODY: Me = { first_name: "", email: "", organization: null, organizations: [], team: null };

function Content({ token, unlock, content }: ContentProps) {
  // Charts read the time zone of the page's project; there is nothing else of it here.
  const context = useMemo(() => {
    const { timezone } = content;
    const project: Project = { id: 0, name: "", api_token: "", timezone, week_start_day: null };
    return { me: NOBODY, project };
  }, [content]);
  const boxes = useMemo(
    () => placeTiles(content.tiles.map((tile) => ({ ...tile, insight: tile.text === null ? tile : null }))),
    [content.tiles],
  );
  const texts = new Set(content.tiles.filter(({ text }) => text !== null).map(({ id }) => id));
  const card = (id: number, compact: boolean) => {
    const tile = content.tiles.find((item) => item.id === id);
    return tile && <SharedTileCard token={token} unlock={unlock} tile={tile} compact={compact} />;
  };
  return (
    <ProjectContext value={context}>
      <div className="mb-4">
        <h1 className="text-lg font-semibold tracking-tight">{content.name || "Insight"}</h1>
        {content.description && <p className="mt-0.5 text-sm text-muted">{content.description}</p>}
      </div>
      {content.tiles.length === 0 && <EmptyState title="This dashboard is empty" />}
      {content.kind === "dashboard" ? (
        <Grid boxes={boxes} editing={false} texts={texts} onChange={() => undefined}>
          {(id) => card(id, true)}
        </Grid>
      ) : (
        card(0, false)
      )}
    </ProjectContext>
  );
}
