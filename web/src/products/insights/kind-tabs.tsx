"use client";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { switchKind } from "@/products/insights/query/defaults";
import { KINDS } from "@/products/insights/query/kinds";
import type { InsightQuery } from "@/products/insights/query/types";
import { cn } from "@/ui/cn";

interface KindTabsProps {
  readonly query: InsightQuery;
  /** SQL of the answer, which the SQL tab continues with. */
  readonly sql: string | undefined;
  readonly onChange: (query: InsightQuery) => void;
}

const TAB =
  "-mb-px border-b-2 border-transparent px-0.5 py-2 text-sm whitespace-nowrap text-muted hover:text-text aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-text";

/** The kinds of insights. What was chosen goes along as far as the other kind knows it. */
export function KindTabs({ query, sql, onChange }: KindTabsProps) {
  const project = useProject();
  const nav = useRef<HTMLElement>(null);
  // On small screens the chosen kind may lie outside of what the row shows.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>(`[data-kind="${query.kind}"]`);
    tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [query.kind]);
  return (
    <nav
      ref={nav}
      aria-label="Kind of insight"
      className="flex gap-5 overflow-x-auto overflow-y-hidden [scrollbar-width:none] border-b border-line px-4 md:px-6"
    >
      {KINDS.map(({ kind, title, asks }) => (
        <button
          key={kind}
          type="button"
          data-kind={kind}
          title={asks}
          aria-current={query.kind === kind ? "page" : undefined}
          onClick={() => onChange(switchKind(query, kind))}
          className={TAB}
        >
          {title}
        </button>
      ))}
      <Link
        className={cn(TAB)}
        title="Ask in SQL"
        href={`${projectPath(project.id, "/sql")}${sql ? `?q=${encodeURIComponent(sql)}` : ""}`}
      >
        SQL
      </Link>
    </nav>
  );
}
