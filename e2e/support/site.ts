import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A customer's page on an origin of its own, with posthog-js loaded from the edge as the snippet does. */
export async function serveSite(edge: string): Promise<{ url: string; close(): void }> {
  const page = (
    token: string,
    options: string,
  ) => `<!doctype html><html><head><title>Shop</title></head><body>
<h1>Shop</h1><button id="buy" class="btn primary">Buy now</button><a id="next" href="/next">Next</a>
<form><input name="q" value="shoes"></form>
<script crossorigin="anonymous" src="${edge}/static/array.js"></script>
<script>
  posthog.init("${token}", Object.assign({ api_host: "${edge}", person_profiles: "always", opt_out_useragent_filter: true,
    loaded: () => { window.ready = true; } }, ${options}));
</script></body></html>`;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://site");
    response.setHeader("content-type", "text/html");
    response.end(page(url.searchParams.get("token") ?? "", url.searchParams.get("options") ?? "{}"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.closeAllConnections() === undefined && server.close(),
  };
}
