"use client";
import { Keyboard, LogOut, Mail, Moon, ShieldCheck, Sun, UserRound } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { useMailbox } from "@/lib/edge-host";
import { projectPath, useProjectContext } from "@/lib/project-context";
import { useSignOut } from "@/lib/session";
import { openShortcutHelp } from "@/shell/shortcuts";
import { Dropdown, DropdownItem, DropdownLabel, DropdownSeparator } from "@/ui/dropdown";

/** Who is signed in; theme, keys, log-out. */
export function UserMenu() {
  const { me, project } = useProjectContext();
  const { resolvedTheme, setTheme } = useTheme();
  const signOut = useSignOut();
  const mailbox = useMailbox();
  const dark = resolvedTheme === "dark";
  return (
    <Dropdown
      align="start"
      className="w-52"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
        >
          <UserRound className="size-4 text-muted" aria-hidden />
          <span className="min-w-0 flex-1 truncate text-sm">{me.first_name || me.email}</span>
        </button>
      }
    >
      <DropdownLabel>{me.email}</DropdownLabel>
      <DropdownItem onSelect={() => setTheme(dark ? "light" : "dark")}>
        {dark ? <Sun /> : <Moon />} {dark ? "Light" : "Dark"} theme
      </DropdownItem>
      <DropdownItem onSelect={openShortcutHelp}>
        <Keyboard /> Keyboard shortcuts
      </DropdownItem>
      <DropdownItem asChild>
        <Link href={projectPath(project.id, "/settings/keys")}>
          <UserRound /> API keys
        </Link>
      </DropdownItem>
      <DropdownItem asChild>
        <Link href={projectPath(project.id, "/settings/sessions")}>
          <ShieldCheck /> Sessions
        </Link>
      </DropdownItem>
      {mailbox && (
        <DropdownItem asChild>
          <Link href="/mailbox">
            <Mail /> Mailbox of this machine
          </Link>
        </DropdownItem>
      )}
      <DropdownSeparator />
      <DropdownItem onSelect={() => signOut.mutate()}>
        <LogOut /> Log out
      </DropdownItem>
    </Dropdown>
  );
}
