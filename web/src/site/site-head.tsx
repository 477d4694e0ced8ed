import Head from "next/head";
import { useRouter } from "next/router";
import { SITE_URL } from "@/lib/site-origin";

interface SiteHeadProps {
  readonly title: string;
  /** One sentence for search engines and link previews. */
  readonly description: string;
}

/** What search engines and previews of links are told. Addresses have to be whole there, so only a build that knows its own names them. */
export function SiteHead({ title, description }: SiteHeadProps) {
  const { asPath } = useRouter();
  const url = `${SITE_URL}${asPath.split(/[?#]/)[0]?.replace(/(.)\/$/, "$1") ?? "/"}`;
  return (
    <Head>
      <title>{title}</title>
      <meta name="description" content={description} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content="Edgewise" />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:image" content={`${SITE_URL}/site/preview.png`} />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta name="twitter:card" content="summary_large_image" />
      {SITE_URL && <link rel="canonical" href={url} />}
      {SITE_URL && <meta property="og:url" content={url} />}
    </Head>
  );
}
