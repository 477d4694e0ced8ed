import { DOCS } from "@/site/docs/nav";
import { readDoc } from "@/site/docs/read";
import { sectionsOf } from "@/site/docs/sections";

/** What `public/docs.js` searches: every section of every page, written when the site is built. */
export async function GET(): Promise<Response> {
  const pages = await Promise.all(DOCS.map(({ path }) => readDoc(path)));
  const sections = pages.flatMap(({ path, title, markdown }) =>
    sectionsOf(markdown).map(({ anchor, heading, text }) => ({
      href: `/docs/${path}${anchor ? `#${anchor}` : ""}`,
      page: title,
      heading: anchor ? heading : "",
      text,
    })),
  );
  return Response.json(sections);
}

export const dynamic = "force-static";
