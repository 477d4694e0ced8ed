/**
 * Where a link in a page of the documentation leads on the site: files of the folder `docs` to their pages, files
 * outside of it nowhere.
 * @param from the page's path, as in the navigation
 */
export function siteLink(href: string, from: string): string | null {
  if (/^[a-z]+:|^[#/]/i.test(href)) return href;
  const url = new URL(href, `http://site/docs/${from}`);
  if (!url.pathname.startsWith("/docs/")) return null;
  return `${url.pathname.replace(/\.md$/, "").replace(/\/$/, "")}${url.hash}`;
}

/** The anchor of a heading: lower case, words joined by hyphens, as code hosts make them. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replaceAll(/\s+/g, "-");
