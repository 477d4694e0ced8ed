import { ActionLink, Frame } from "@/site/frame";
import { PRODUCTS } from "../products";
import { Screenshot } from "../screenshot";
import { PROMISES } from "./promises";

/** The front page: what it is, shown with the real thing, and where each claim can be checked. */
export function Landing() {
  return (
    <Frame
      title="Edgewise: analytics, flags and experiments on one dataset"
      description="Product analytics, feature flags and experiments for engineers. Keep your PostHog SDK, change api_host, and trust the numbers."
    >
      <Hero />
      <Promises />
      <Products />
      <Cost />
      <Open />
    </Frame>
  );
}

function Hero() {
  return (
    <section className="mx-auto max-w-6xl px-4 pt-14 pb-10 sm:px-6 sm:pt-20">
      <div className="grid items-center gap-10 lg:grid-cols-[1.05fr_1fr]">
        <div>
          <h1 className="text-4xl leading-[1.1] font-semibold tracking-tight text-balance sm:text-5xl">
            Keep your SDK.
            <br />
            Change one line.
          </h1>
          <p className="mt-5 max-w-xl text-lg leading-relaxed text-muted">
            Product analytics, feature flags and experiments on one dataset, taken and answered at the edge.
            Nothing acknowledged is lost, nothing is counted twice, and every chart shows its SQL.
          </p>
          <div className="mt-7 flex flex-wrap gap-3 text-base">
            <ActionLink href="/signup">Start free</ActionLink>
            <ActionLink href="/docs/guides/getting-started" second>
              Read the docs
            </ActionLink>
          </div>
          <p className="mt-4 text-muted">A million events a month are free, people included. No card.</p>
        </div>
        <Diff />
      </div>
      <Screenshot
        name="insights"
        alt="Unique visitors by country over thirty days, with the table below and the SQL one click away"
        first
      />
    </section>
  );
}

const DIFF = [
  [" ", 'posthog.init("phc_…", {'],
  ["-", '  api_host: "https://us.i.posthog.com",'],
  ["+", '  api_host: "https://edge.example.com",'],
  [" ", '  person_profiles: "identified_only",'],
  [" ", "});"],
] as const;

/** The whole migration of a program that uses PostHog's SDK. */
function Diff() {
  const looks = { "+": "bg-ok-soft text-ok", "-": "bg-danger-soft text-danger", " ": "text-muted" };
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-surface shadow-pop">
      <figcaption className="border-b border-line px-4 py-2 font-mono text-xs text-muted">app.ts</figcaption>
      <pre className="overflow-x-auto py-3 font-mono text-xs leading-6 sm:text-sm sm:leading-7">
        {DIFF.map(([mark, line]) => (
          <div key={line} className={`min-w-fit px-4 ${looks[mark]}`}>
            {mark} {line}
          </div>
        ))}
      </pre>
    </figure>
  );
}

function Promises() {
  return (
    <section className="mx-auto max-w-6xl px-4 py-14 sm:px-6">
      <h2 className="text-2xl font-semibold tracking-tight">Three promises, and where to check them</h2>
      <div className="mt-6 grid gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-3">
        {PROMISES.map(({ title, text, proof }) => (
          <article key={title} className="flex flex-col bg-surface p-5">
            <h3 className="text-base font-semibold">{title}</h3>
            <p className="mt-2 flex-1 leading-relaxed text-muted">{text}</p>
            <a href={proof.href} className="mt-4 font-medium text-accent hover:underline">
              {proof.title}
            </a>
          </article>
        ))}
      </div>
    </section>
  );
}

function Products() {
  return (
    <section id="products" className="mx-auto max-w-6xl px-4 py-14 sm:px-6">
      <h2 className="text-2xl font-semibold tracking-tight">What is in it</h2>
      <div className="mt-6 grid gap-6 sm:grid-cols-2">
        {PRODUCTS.map(({ key, title, summary }) => (
          <a
            key={key}
            href={`/products/${key}`}
            className="group rounded-lg border border-line bg-surface p-5 hover:border-line-strong"
          >
            <h3 className="text-base font-semibold group-hover:text-accent">{title}</h3>
            <p className="mt-1.5 leading-relaxed text-muted">{summary}</p>
          </a>
        ))}
      </div>
      <p className="mt-6 max-w-3xl leading-relaxed text-muted">
        Not there yet: a player for session recordings (they are taken and kept today), surveys, and screens
        for web analytics and errors. Their events arrive and can be asked in SQL now.
      </p>
    </section>
  );
}

function Cost() {
  return (
    <section className="mx-auto max-w-6xl px-4 py-14 sm:px-6">
      <div className="rounded-lg bg-sunken p-6 sm:p-10">
        <h2 className="text-2xl font-semibold tracking-tight">A bill that you can recompute</h2>
        <p className="mt-3 max-w-3xl leading-relaxed text-muted">
          An event costs the same whether or not you know the person. Bots, duplicates, test accounts and
          polls of local flag evaluation are counted apart and never billed. No price is above PostHog’s
          public list at any volume: a test walks from one event to a billion.
        </p>
        <div className="mt-5 flex flex-wrap gap-3">
          <ActionLink href="/pricing">Work out yours</ActionLink>
          <ActionLink href="/compare/posthog" second>
            Beside PostHog
          </ActionLink>
        </div>
      </div>
    </section>
  );
}

function Open() {
  return (
    <section className="mx-auto max-w-6xl px-4 pt-8 sm:px-6">
      <h2 className="text-2xl font-semibold tracking-tight">Or run all of it on your machine</h2>
      <p className="mt-3 max-w-3xl leading-relaxed text-muted">
        MIT licensed. One command starts the same code on real engines: workerd, ClickHouse, MariaDB. No
        containers.
      </p>
      <pre className="mt-4 w-fit max-w-full overflow-x-auto rounded-lg border border-line bg-surface px-4 py-3 font-mono">
        npm start -- --demo
      </pre>
    </section>
  );
}
