import { ActionLink, Frame } from "./frame";
import type { ProductPage } from "./products";
import { Screenshot } from "./screenshot";

export function ProductView({ product }: { readonly product: ProductPage }) {
  const { title, summary, screenshot, parts, docs } = product;
  return (
    <Frame title={`${title} · Edgewise`} description={summary}>
      <article className="mx-auto max-w-6xl px-4 pt-14 sm:px-6">
        <h1 className="text-4xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-4 max-w-3xl text-lg leading-relaxed text-muted">{summary}</p>
        <div className="mt-6 flex flex-wrap gap-3">
          <ActionLink href="/signup">Start free</ActionLink>
          {docs.map((page) => (
            <ActionLink key={page.href} href={page.href} second>
              {page.title}
            </ActionLink>
          ))}
        </div>
        <Screenshot {...screenshot} first />
        <div className="mt-12 grid gap-x-10 gap-y-8 sm:grid-cols-2">
          {parts.map((part) => (
            <section key={part.title}>
              <h2 className="text-lg font-semibold">{part.title}</h2>
              <p className="mt-1.5 leading-relaxed text-muted">{part.text}</p>
            </section>
          ))}
        </div>
      </article>
    </Frame>
  );
}
