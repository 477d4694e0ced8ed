"use client";
import { Mail } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { ago } from "@/lib/format";
import { isClosed, type MailItem, useMails } from "@/products/mailbox/api";
import { MailView } from "@/products/mailbox/mail-view";
import { Badge } from "@/ui/badge";
import { cn } from "@/ui/cn";
import { Logo } from "@/ui/logo";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

/** What one machine would have sent by mail, for those who work on it. */
export function MailboxPage() {
  const mails = useMails();
  const [chosen, choose] = useQueryState("mail");
  const list = mails.data?.results ?? [];
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center gap-3 border-b border-line px-4 py-3">
        <Link href="/" aria-label="Edgewise">
          <Logo />
        </Link>
        <h1 className="text-base font-semibold">Mailbox</h1>
        <p className="hidden text-sm text-muted sm:block">Mails stay on this machine; nothing is sent.</p>
      </header>
      {isClosed(mails.error) && (
        <EmptyState icon={<Mail />} title="There is no mailbox here">
          This installation sends real mails, or you need to log in first.
        </EmptyState>
      )}
      {mails.error && !isClosed(mails.error) && (
        <ErrorState error={mails.error} onRetry={() => void mails.refetch()} />
      )}
      {mails.isPending && <SkeletonRows rows={6} />}
      {mails.data && list.length === 0 && (
        <EmptyState icon={<Mail />} title="No mails yet">
          Invitations, subscriptions, alerts and password resets land here as soon as they are sent.
        </EmptyState>
      )}
      {list.length > 0 && (
        <main className="flex min-h-0 flex-1 flex-col md:flex-row">
          <nav
            aria-label="Mails"
            className={cn("w-full border-line md:w-96 md:border-r", chosen !== null && "hidden md:block")}
          >
            <ul>
              {list.map((mail) => (
                <MailRow
                  key={mail.id}
                  mail={mail}
                  active={mail.id === chosen}
                  onOpen={() => void choose(mail.id)}
                />
              ))}
            </ul>
          </nav>
          {chosen === null ? (
            <p className="hidden p-6 text-sm text-muted md:block">Choose a mail to read it.</p>
          ) : (
            <MailView key={chosen} id={chosen} onBack={() => void choose(null)} />
          )}
        </main>
      )}
    </div>
  );
}

interface RowProps {
  readonly mail: MailItem;
  readonly active: boolean;
  readonly onOpen: () => void;
}

function MailRow({ mail, active, onOpen }: RowProps) {
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-current={active}
        onClick={onOpen}
        className={cn(
          "flex w-full flex-col gap-0.5 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover",
          active && "bg-hover",
        )}
      >
        <span className="flex w-full items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate text-sm font-medium">{mail.subject}</span>
          <time dateTime={mail.created_at} className="shrink-0 text-xs text-muted">
            {ago(mail.created_at)}
          </time>
        </span>
        <span className="flex w-full items-center gap-2 text-xs text-muted">
          <span className="min-w-0 flex-1 truncate">{mail.to}</span>
          {mail.state !== "sent" && <Badge tone="warn">{mail.state}</Badge>}
        </span>
      </button>
    </li>
  );
}
