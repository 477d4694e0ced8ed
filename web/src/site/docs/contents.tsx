import { sectionsOf } from "./sections";

/** The headings of a page, beside it where there is room. */
export function Contents({ markdown }: { readonly markdown: string }) {
  const headings = sectionsOf(markdown).filter(({ level }) => level === 2);
  if (headings.length < 3) return null;
  return (
    <nav
      aria-label="On this page"
      className="sticky top-6 hidden max-h-[calc(100vh-3rem)] overflow-y-auto xl:block"
    >
      <h2 className="font-semibold">On this page</h2>
      <ul className="mt-1.5 space-y-1">
        {headings.map(({ anchor, heading }) => (
          <li key={anchor}>
            <a href={`#${anchor}`} className="text-muted hover:text-text">
              {heading}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
