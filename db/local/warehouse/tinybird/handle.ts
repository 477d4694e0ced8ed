import type { Exchange, Services } from "../http/server.ts";

export async function handleTinybird(_services: Services, { response }: Exchange): Promise<void> {
  response.writeHead(404);
  response.end();
}
