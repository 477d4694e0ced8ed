import type { AppProps } from "next/app";
import localFont from "next/font/local";
import "../app/globals.css";
import "../site/prose.css";

/** Loaded with the page, or left out this once: text that changes its width under the reader is worse. */
const sans = localFont({
  src: "../../../node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2",
  weight: "100 700",
  display: "optional",
});

/** The public pages: plain HTML without a script of the framework; the product itself lives under `app/`. */
export default function PublicApp({ Component, pageProps }: AppProps) {
  return (
    <div className={sans.className}>
      <Component {...pageProps} />
    </div>
  );
}
