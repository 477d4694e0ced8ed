"use client";
import { Command, defaultFilter } from "cmdk";
import { Keyboard, LogOut, Moon, Plus, Sun, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useEffect, useState } from "react";
import { projectPath, useProjectContext } from "@/lib/project-context";
import { projectsOf, useSignOut } from "@/lib/session";
import { useDebounced } from "@/products/insights/use-debounced";
import type { ProductEntries, ProductManifest } from "@/products/manifest";
import { PRODUCTS } from "@/products/registry";
import { MARK, rankCommand } from "@/shell/rank-command";
import { openShortcutHelp } from "@/shell/shortcuts";
import { Kbd } from "@/ui/kbd";

const rank = (value: string, search: string, keywords?: string[]) =>
  rankCommand(defaultFilter, value, search, keywords);

interface CommandBarProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** ⌘K: pages, the things of every product, projects and commands in one search. */
export function CommandBar({ open, onOpenChange }: CommandBarProps) {
  const router = useRouter();
  const { me, project } = useProjectContext();
  const { resolvedTheme, setTheme } = useTheme();
  const signOut = useSignOut();
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 200);
  useEffect(() => {
    if (!open) setTyped("");
  }, [open]);
  const dark = resolvedTheme === "dark";
  const run = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  const go = (path: string) => run(() => router.push(projectPath(project.id, path)));
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Command bar"
      loop
      filter={rank}
      overlayClassName="fixed inset-0 z-40 bg-black/40 dark:bg-black/60"
      contentClassName="fixed left-1/2 top-[12vh] z-50 w-[min(38rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-surface shadow-pop animate-pop"
    >
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="Find a page, insight, dashboard, flag or person, or do something…"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[50vh] overflow-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-sm text-muted">Nothing found.</Command.Empty>
        <Group heading="Go to">
          {PRODUCTS.map((product) => (
            <Item key={product.key} value={product.title} keywords={["go"]} onSelect={go(product.path)}>
              <product.icon /> {product.title}
              <span className="ml-auto flex gap-1">
                <Kbd>g</Kbd>
                <Kbd>{product.shortcut}</Kbd>
              </span>
            </Item>
          ))}
        </Group>
        <Group heading="Do">
          {PRODUCTS.flatMap((product) => product.commands ?? []).map((command) => (
            <Item
              key={command.title}
              value={`${command.title}${MARK}`}
              keywords={[command.keywords ?? ""]}
              onSelect={go(command.path)}
            >
              <Zap /> {command.title}
            </Item>
          ))}
          <Item
            value="Switch theme"
            keywords={["dark light"]}
            onSelect={run(() => setTheme(dark ? "light" : "dark"))}
          >
            {dark ? <Sun /> : <Moon />} Switch to {dark ? "light" : "dark"} theme
          </Item>
          <Item value="Keyboard shortcuts" keywords={["help"]} onSelect={run(openShortcutHelp)}>
            <Keyboard /> Keyboard shortcuts
          </Item>
          <Item value="New project" onSelect={run(() => router.push("/new"))}>
            <Plus /> New project
          </Item>
          <Item value="Log out" keywords={["sign out"]} onSelect={run(() => signOut.mutate())}>
            <LogOut /> Log out
          </Item>
        </Group>
        {PRODUCTS.map(
          (product) =>
            product.entries && (
              <Entries
                key={product.key}
                product={product}
                entries={product.entries}
                projectId={project.id}
                enabled={open}
                search={search}
                onGo={go}
              />
            ),
        )}
        {projectsOf(me).length > 1 && (
          <Group heading="Projects">
            {projectsOf(me).map((item) => (
              <Item
                key={item.id}
                value={`${item.name}${MARK}${item.id}`}
                keywords={["project", String(item.id)]}
                onSelect={run(() => router.push(projectPath(item.id, "/live")))}
              >
                {item.name} <span className="font-mono text-xs text-muted">#{item.id}</span>
              </Item>
            ))}
          </Group>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

interface EntriesProps {
  readonly product: ProductManifest;
  readonly entries: ProductEntries;
  readonly projectId: number;
  readonly enabled: boolean;
  readonly search: string;
  readonly onGo: (path: string) => () => void;
}

function Entries({ product, entries, projectId, enabled, search, onGo }: EntriesProps) {
  const found = entries.useEntries(projectId, enabled, search);
  if (found.length === 0) return null;
  return (
    <Group heading={entries.heading}>
      {found.map((entry) => {
        const Icon = entry.icon ?? product.icon;
        return (
          <Item
            key={entry.key}
            value={`${entry.title}${MARK}${product.key}${entry.key}`}
            keywords={[entry.hint ?? "", product.key, entry.key]}
            onSelect={onGo(entry.path)}
          >
            <Icon />
            <span className="shrink-0">{entry.title}</span>
            <span className="truncate text-muted">{entry.hint}</span>
          </Item>
        );
      })}
    </Group>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  readonly value: string;
  /** What else it is found by. */
  readonly keywords?: string[];
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function Item({ value, keywords = [], onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-sm border-l-2 border-transparent px-2 text-sm data-[selected=true]:border-accent data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {children}
    </Command.Item>
  );
}
