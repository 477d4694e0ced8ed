import { inject } from "vitest";

/** How many statements with this text the warehouse is at work on. */
export async function running(text: string): Promise<number> {
  const { url, user, key } = inject("engines").warehouse;
  const query = `select count() from system.processes where query like '%${text}%' and query not like '%system%'`;
  const response = await fetch(url, {
    method: "POST",
    headers: { "X-ClickHouse-User": user, "X-ClickHouse-Key": key },
    body: query,
  });
  return Number(await response.text());
}
