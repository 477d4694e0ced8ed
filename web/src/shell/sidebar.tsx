"use client";
import { Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { projectPath, useProject } from "@/lib/project-context";
import { SetupProgress } from "@/products/onboarding/setup-progress";
import { PRODUCTS } from "@/products/registry";
import { EnvironmentSwitcher } from "@/shell/environment-switcher";
import { ProjectSwitcher } from "@/shell/project-switcher";
import { UserMenu } from "@/shell/user-menu";
import { cn } from "@/ui/cn";
import { Kbd } from "@/ui/kbd";
import { Logo } from "@/ui/logo";

const GROUPS = [
  { key: "data", label: "Data" },
  { key: "people", label: "People" },
  { key: "build", label: "Build" },
  { key: "project", label: "Project" },
] as const;

/** Main navigation; also the content of the drawer on small screens. */
export function Sidebar({ onSearch }: { readonly onSearch: () => void }) {
  const project = useProject();
  const pathname = usePathname() ?? "";
  return (
    <>
      <div className="flex h-12 items-center px-4">
        <Link href={projectPath(project.id, "/live")} aria-label="Edgewise, home">
          <Logo />
        </Link>
      </div>
      <div className="flex flex-col gap-1.5 px-2">
        <ProjectSwitcher />
        <EnvironmentSwitcher />
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 items-center gap-2 rounded-md border border-line px-2 text-sm text-muted hover:bg-hover hover:text-text"
        >
          <Search className="size-4" aria-hidden />
          <span className="flex-1 text-left">Find or do…</span>
          <Kbd>⌘K</Kbd>
        </button>
      </div>
      <nav aria-label="Products" className="mt-3 min-h-0 flex-1 overflow-auto pb-4">
        {GROUPS.map((group) => (
          <div key={group.key} className="mb-3">
            <div className="px-4 pb-1 text-2xs font-medium text-muted">{group.label}</div>
            {PRODUCTS.filter((product) => product.group === group.key).map((product) => {
              const href = projectPath(project.id, product.path);
              const active = [product.path, ...(product.also ?? [])].some((path) => {
                const own = projectPath(project.id, path);
                return pathname === own || pathname.startsWith(`${own}/`);
              });
              return (
                <Link
                  key={product.key}
                  href={href}
                  aria-current={active ? "page" : undefined}
                  className={cn(
                    "flex h-8 items-center gap-2.5 border-l-2 border-transparent pr-2 pl-[14px] text-sm -outline-offset-2 [&_svg]:size-4",
                    active
                      ? "border-accent bg-accent-soft/70 font-medium text-text [&_svg]:text-accent"
                      : "text-muted hover:bg-hover hover:text-text",
                  )}
                >
                  <product.icon aria-hidden />
                  {product.title}
                </Link>
              );
            })}
          </div>
        ))}
      </nav>
      <SetupProgress />
      <div className="border-t border-line p-2">
        <UserMenu />
      </div>
    </>
  );
}
