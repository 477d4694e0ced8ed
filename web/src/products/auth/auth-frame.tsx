import type { ReactNode } from "react";
import { Logo } from "@/ui/logo";

const TRACE = [
  ["09:41:07.113", "$pageview", "/pricing"],
  ["09:41:07.482", "flag", "new-checkout → test"],
  ["09:41:11.020", "plan_selected", "team, yearly"],
  ["09:41:15.934", "$identify", "ada@example.test"],
  ["09:41:16.201", "order_completed", "€ 48.00"],
] as const;

/** Log-in and sign-up: the form, and on wide screens what the product is about. */
export function AuthFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(26rem,1fr)_1.2fr]">
      <main className="flex flex-col px-6 py-8 sm:px-12">
        <Logo />
        <div className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">{children}</div>
      </main>
      <aside
        className="hidden bg-[#0b1f1a] px-14 py-8 text-[#dff3ec] lg:flex lg:flex-col lg:justify-center [clip-path:polygon(9%_0,100%_0,100%_100%,0_100%)]"
        aria-hidden
      >
        <div className="ml-[9%] max-w-lg">
          <p className="text-3xl leading-tight font-semibold tracking-tight text-balance">
            Every event you send, counted once, on the screen in seconds.
          </p>
          <p className="mt-3 text-[#a6c9bd]">
            Keep your PostHog SDK, change the host. Events and flags run on your own edge; every number comes
            with the SQL that made it.
          </p>
          <ol className="mt-10 space-y-2 font-mono text-xs">
            {TRACE.map(([time, event, detail]) => (
              <li key={time} className="flex gap-4 border-l-2 border-[#46cfab] pl-3">
                <span className="text-[#7fa99b]">{time}</span>
                <span className="w-36 shrink-0">{event}</span>
                <span className="truncate text-[#a6c9bd]">{detail}</span>
              </li>
            ))}
          </ol>
        </div>
      </aside>
    </div>
  );
}
