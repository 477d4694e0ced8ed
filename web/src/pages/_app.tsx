import type { AppProps } from "next/app";
import "../app/globals.css";
import "../site/prose.css";

/** The public pages: plain HTML without a script of the framework; the product itself lives under `app/`. */
export default function PublicApp({ Component, pageProps }: AppProps) {
  return <Component {...pageProps} />;
}
