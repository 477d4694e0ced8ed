import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  Events,
  type MutableResponse,
  type MutableToken,
  OAuth2Issuer,
  OAuth2Service,
} from "oauth2-mock-server";

/** Who is logged in at the provider. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** An OpenID provider on this machine that also speaks GitHub's dialect, and answers DNS over HTTPS beside it. */
export interface OpenIdProvider {
  readonly url: string;
  /** `host:port`, as allow-lists name it. */
  readonly host: string;
  /** The next log-in is theirs. */
  logIn(claims: Claims): void;
  /** TXT records by name. */
  readonly records: Map<string, string[]>;
  close(): Promise<void>;
}

export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  let who: Claims = { sub: "nobody", email: "nobody@example.test" };
  const records = new Map<string, string[]>();
  const issuer = new OAuth2Issuer();
  await issuer.keys.generate("RS256");
  const speak = (endpoints: Record<string, string>) => {
    const service = new OAuth2Service(issuer, endpoints);
    service.on(
      Events.BeforeTokenSigning,
      (token: MutableToken, request: { body: { client_id?: unknown } }) => {
        Object.assign(token.payload, who, { aud: request.body.client_id });
      },
    );
    service.on(Events.BeforeUserinfo, (answer: MutableResponse) => {
      answer.body = { ...who };
    });
    return service.requestHandler;
  };
  const openId = speak({});
  const github = speak({ authorize: "/login/oauth/authorize", token: "/login/oauth/access_token" });
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://provider");
    const json = (body: unknown) =>
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (pathname === "/dns-query") {
      const texts = records.get(searchParams.get("name") ?? "") ?? [];
      json({ Answer: texts.map((text) => ({ type: 16, data: `"${text}"` })) });
    } else if (pathname === "/api/v3/user") json({ id: who.sub, login: "octo", name: who.name ?? null });
    else if (pathname === "/api/v3/user/emails")
      json([
        { email: "other@example.test", primary: false, verified: true },
        { email: who.email, primary: true, verified: who.email_verified === true },
      ]);
    else if (pathname.startsWith("/login/oauth/")) github(request, response);
    else openId(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  issuer.url = `http://${host}`;
  return {
    url: issuer.url,
    host,
    records,
    logIn(claims) {
      who = claims;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
