/** What the browser must know of the deployment; read at run time, so that one build serves every place. */
export function GET(): Response {
  const edge =
    process.env.EDGEWISE_PUBLIC_EDGE_URL ?? process.env.EDGEWISE_EDGE_URL ?? "http://127.0.0.1:8787";
  const mailbox = process.env.EDGEWISE_MAILBOX === "on";
  return Response.json(
    { edge: edge.replace(/\/$/, ""), mailbox },
    { headers: { "cache-control": "no-store" } },
  );
}

export const dynamic = "force-dynamic";
