import type { ReactNode } from "react";
import { FOOTER, NAVIGATION } from "@/site/links";
import { Logo } from "@/ui/logo";
import { SiteHead } from "./site-head";

interface FrameProps {
  readonly title: string;
  /** One sentence for search engines and link previews. */
  readonly description: string;
  readonly children: ReactNode;
}

/** Header and footer of every public page. */
export function Frame({ title, description, children }: FrameProps) {
  return (
    <>
      <SiteHead title={title} description={description} />
      <a
        href="#main"
        className="absolute -left-full top-2 z-10 rounded-md bg-accent px-3 py-1.5 text-accent-ink focus:left-2"
      >
        Skip to the text
      </a>
      <SiteHeader />
      <main id="main" className="text-[0.9375rem]">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}

function SiteHeader() {
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3 sm:px-6">
        <a href="/" aria-label="Edgewise, home" className="text-base">
          <Logo />
        </a>
        <nav
          aria-label="Site"
          className="order-last flex w-full flex-wrap gap-x-5 gap-y-1 text-muted sm:order-none sm:w-auto sm:flex-1"
        >
          {NAVIGATION.map(({ title, href }) => (
            <a key={href} href={href} className="hover:text-text">
              {title}
            </a>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-4">
          <a href="/login" className="hover:text-accent">
            Log in
          </a>
          <ActionLink href="/signup">Start free</ActionLink>
        </div>
      </div>
    </header>
  );
}

/** A link that looks like the primary (or the second) button. */
export function ActionLink({
  href,
  second = false,
  children,
}: {
  readonly href: string;
  readonly second?: boolean;
  readonly children: ReactNode;
}) {
  const look = second
    ? "border border-line-strong/60 bg-surface hover:bg-hover"
    : "bg-accent text-accent-ink hover:bg-accent-hover";
  return (
    <a href={href} className={`inline-flex items-center rounded-md px-3.5 py-1.5 font-medium ${look}`}>
      {children}
    </a>
  );
}

function SiteFooter() {
  return (
    <footer className="mt-24 border-t border-line">
      <div className="mx-auto grid max-w-6xl gap-8 px-4 py-10 sm:grid-cols-3 sm:px-6 lg:grid-cols-5">
        <div className="text-muted">
          <Logo className="text-text" />
          <p className="mt-2 max-w-56">
            For the people who build it. MIT licensed; runs hosted or on your machine.
          </p>
        </div>
        {FOOTER.map(({ title, links }) => (
          <nav key={title} aria-label={title}>
            <h2 className="font-semibold">{title}</h2>
            <ul className="mt-2 space-y-1.5 text-muted">
              {links.map((link) => (
                <li key={link.href}>
                  <a href={link.href} className="hover:text-text hover:underline">
                    {link.title}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ))}
      </div>
    </footer>
  );
}
