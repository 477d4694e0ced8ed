"use client";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { fullTime } from "@/lib/format";
import { useMail } from "@/products/mailbox/api";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";

type Form = "html" | "text";

/** One mail as its reader gets it; scripts don't run and links open beside the page. */
export function MailView({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const mail = useMail(id);
  const [form, setForm] = useState<Form>("html");
  if (mail.error) return <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />;
  if (!mail.data) return <SkeletonRows rows={6} />;
  const { subject, to, created_at, html, text } = mail.data;
  return (
    <article className="flex min-h-0 flex-1 flex-col" aria-label={subject}>
      <header className="flex flex-wrap items-start gap-2 border-b border-line px-4 py-3">
        <Button
          size="sm"
          variant="ghost"
          className="md:hidden"
          onClick={onBack}
          aria-label="Back to the list"
        >
          <ArrowLeft />
        </Button>
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-base font-semibold break-words">{subject}</h2>
          <p className="text-xs text-muted">
            to {to}, <time dateTime={created_at}>{fullTime(created_at)}</time>
          </p>
        </div>
        <ToggleGroup<Form>
          label="Form"
          value={form}
          onChange={setForm}
          options={[
            { value: "html", label: "HTML" },
            { value: "text", label: "Text" },
          ]}
        />
      </header>
      {form === "html" ? (
        <iframe
          title={subject}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={html.replace("<head>", '<head><base target="_blank">')}
          className="min-h-[60vh] w-full flex-1 border-0"
        />
      ) : (
        <pre className="flex-1 overflow-auto p-4 text-sm whitespace-pre-wrap">{text}</pre>
      )}
    </article>
  );
}
