import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import type { Page } from "@/lib/api/types";

export interface MailItem {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: "waiting" | "sending" | "sent" | "failed" | "uncertain";
  readonly created_at: string;
}

interface Mail extends MailItem {
  readonly html: string;
  readonly text: string;
}

const WATCH_MS = 5000;

/** Mails that this machine keeps instead of sending them; looked for again every few seconds. */
export const useMails = () =>
  useQuery({
    queryKey: ["mailbox"],
    queryFn: ({ signal }) => api.get<Page<MailItem>>("/api/mailbox/?limit=200", signal),
    refetchInterval: (query) => (query.state.error ? false : WATCH_MS),
    retry: false,
  });

export const useMail = (id: string | null) =>
  useQuery({
    queryKey: ["mailbox", id],
    queryFn: ({ signal }) => api.get<Mail>(`/api/mailbox/${id}/`, signal),
    enabled: id !== null,
    retry: false,
  });

/** The mailbox isn't there: mails are really sent, or it belongs to somebody else. */
export const isClosed = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
