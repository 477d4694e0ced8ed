import { Frame } from "../frame";
import { Contents } from "./contents";
import { Markdown } from "./markdown";
import { DOCS, type DocEntry, SECTIONS } from "./nav";
import type { Doc } from "./read";
import { SearchBox } from "./search-box";
import { describe } from "./sections";

/** A page of the documentation beside the list of all; without a path, that list alone. */
export function DocsPage({ doc }: { readonly doc: Doc }) {
  return (
    <Frame title={`${doc.title} · Edgewise docs`} description={describe(doc.markdown) || OVERVIEW}>
      <script src="/docs.js" type="module" />
      <div className="mx-auto max-w-6xl gap-10 px-4 py-8 sm:px-6 lg:grid lg:grid-cols-[13rem_minmax(0,1fr)] xl:grid-cols-[13rem_minmax(0,1fr)_9.5rem]">
        <DocsNav current={doc.path} />
        {doc.path === "" ? (
          <Overview />
        ) : (
          <article className="prose min-w-0 max-w-3xl">
            <Markdown text={doc.markdown} from={doc.path} />
            <Neighbours path={doc.path} />
          </article>
        )}
        <Contents markdown={doc.markdown} />
      </div>
    </Frame>
  );
}

const OVERVIEW =
  "How to send events, ask questions, release with flags and run Edgewise: guides and references.";

function DocsNav({ current }: { readonly current: string }) {
  return (
    <div>
      <div className="lg:hidden">
        <SearchBox id="search-narrow" />
      </div>
      <details className="mb-6 rounded-lg border border-line p-3 lg:hidden">
        <summary className="cursor-pointer font-medium">All pages</summary>
        <div className="mt-4">
          <Sections current={current} />
        </div>
      </details>
      <div className="sticky top-6 hidden lg:block">
        <SearchBox id="search" />
        <Sections current={current} />
      </div>
    </div>
  );
}

function Sections({ current }: { readonly current: string }) {
  return (
    <nav aria-label="Documentation" className="space-y-5">
      {SECTIONS.map(({ title, docs }) => (
        <div key={title}>
          <h2 className="font-semibold">{title}</h2>
          <ul className="mt-1.5 space-y-1 border-l border-line">
            {docs.map(({ path, title: page }) => (
              <li key={path}>
                <a
                  href={`/docs/${path}`}
                  aria-current={path === current ? "page" : undefined}
                  className="-ml-px block border-l border-transparent pl-3 text-muted hover:text-text aria-[current]:border-accent aria-[current]:text-accent"
                >
                  {page}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Overview() {
  return (
    <div className="max-w-3xl">
      <h1 className="text-3xl font-semibold tracking-tight">Documentation</h1>
      <p className="mt-3 text-lg leading-relaxed text-muted">
        New here?{" "}
        <a className="text-accent underline" href="/docs/guides/getting-started">
          Send your first event
        </a>{" "}
        in five minutes. Already on PostHog?{" "}
        <a className="text-accent underline" href="/docs/guides/coming-from-posthog">
          Keep your SDK
        </a>
        .
      </p>
      <div className="mt-8 grid gap-8 sm:grid-cols-2">
        {SECTIONS.map(({ title, docs }) => (
          <section key={title}>
            <h2 className="text-base font-semibold">{title}</h2>
            <ul className="mt-2 space-y-1.5">
              {docs.map(({ path, title: page }) => (
                <li key={path}>
                  <a href={`/docs/${path}`} className="text-accent hover:underline">
                    {page}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <section>
          <h2 className="text-base font-semibold">Reference</h2>
          <a href="/api/docs/" className="mt-2 block text-accent hover:underline">
            Every route of the API
          </a>
        </section>
      </div>
    </div>
  );
}

function Neighbours({ path }: { readonly path: string }) {
  const index = DOCS.findIndex((entry) => entry.path === path);
  return (
    <nav aria-label="Before and after" className="mt-12 flex justify-between gap-4 border-t border-line pt-4">
      <Neighbour entry={DOCS[index - 1]} label="Before" />
      <Neighbour entry={DOCS[index + 1]} label="Next" />
    </nav>
  );
}

function Neighbour({ entry, label }: { readonly entry: DocEntry | undefined; readonly label: string }) {
  if (!entry) return <span />;
  return (
    <a href={`/docs/${entry.path}`} className="no-underline">
      <span className="block text-xs text-muted">{label}</span>
      {entry.title}
    </a>
  );
}
