"use client";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { usePageTitle } from "@/ui/use-page-title";

interface CrumbsProps {
  /** What the page belongs to, from the outermost on. */
  readonly trail: readonly { readonly href: string; readonly title: string }[];
  readonly children: ReactNode;
}

/** A page's title behind the way to it; the browser's tab carries it, too. */
export function Crumbs({ trail, children }: CrumbsProps) {
  usePageTitle(typeof children === "string" ? children : null);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {trail.map(({ href, title }) => (
        <Fragment key={href}>
          <Link href={href} className="hidden text-muted hover:text-text sm:inline">
            {title}
          </Link>
          <span className="hidden text-muted sm:inline" aria-hidden>
            /
          </span>
        </Fragment>
      ))}
      <span className="truncate">{children}</span>
    </span>
  );
}
