import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

export interface Section {
  readonly href: string;
  readonly title: ReactNode;
  readonly active: boolean;
}

/** Pages that belong together, below the header of each; every one has its own address. */
export function SectionNav({
  label,
  sections,
}: {
  readonly label: string;
  readonly sections: readonly Section[];
}) {
  return (
    <nav
      aria-label={label}
      className="flex shrink-0 gap-5 overflow-x-auto overflow-y-hidden [scrollbar-width:none] border-b border-line px-4 md:px-6"
    >
      {sections.map(({ href, title, active }) => (
        <Link
          key={href}
          href={href}
          ref={active ? intoView : undefined}
          aria-current={active ? "page" : undefined}
          className={cn(
            "-mb-px border-b-2 border-transparent py-2 text-sm whitespace-nowrap text-muted hover:text-text",
            active && "border-accent font-medium text-text",
          )}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}

/** On a narrow screen the row is wider than the window: where one is has to be seen. Scrolls the row alone. */
function intoView(link: HTMLAnchorElement | null): void {
  const row = link?.parentElement;
  if (!link || !row) return;
  row.scrollLeft = link.offsetLeft - row.offsetLeft - (row.clientWidth - link.clientWidth) / 2;
}
