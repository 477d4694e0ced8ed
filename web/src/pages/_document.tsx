import Document, { type DocumentContext, Head, Html, Main, NextScript } from "next/document";
import { NONCE } from "@/lib/security-policy";

/** The public pages. Those with a script of the framework are rendered on demand: it carries the answer's nonce. */
export default class PublicDocument extends Document<{ readonly nonce?: string }> {
  static override async getInitialProps(context: DocumentContext) {
    const nonce = context.req?.headers[NONCE];
    const props = await Document.getInitialProps(context);
    return typeof nonce === "string" ? { ...props, nonce } : props;
  }

  override render() {
    const { nonce } = this.props;
    return (
      <Html lang="en">
        <Head {...(nonce ? { nonce } : {})}>
          <link rel="icon" href="/icon.svg" type="image/svg+xml" />
          <script src="/theme.js" />
        </Head>
        <body>
          <Main />
          <NextScript {...(nonce ? { nonce } : {})} />
        </body>
      </Html>
    );
  }
}
