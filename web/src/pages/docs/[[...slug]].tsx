import type { GetStaticPaths, GetStaticProps } from "next";
import { DocsPage } from "@/site/docs/docs-page";
import { DOCS } from "@/site/docs/nav";
import { type Doc, readDoc } from "@/site/docs/read";

export const config = { unstable_runtimeJS: false };

export const getStaticPaths: GetStaticPaths = () => ({
  paths: [[], ...DOCS.map(({ path }) => path.split("/"))].map((slug) => ({ params: { slug } })),
  fallback: false,
});

export const getStaticProps: GetStaticProps<{ doc: Doc }> = async ({ params }) => {
  const slug = params?.slug;
  return { props: { doc: await readDoc(Array.isArray(slug) ? slug.join("/") : "") } };
};

export default DocsPage;
