import * as z from "zod";

const TXT = 16;
const answer = z.object({ Answer: z.array(z.object({ type: z.number(), data: z.string() })).default([]) });

/** The TXT records of a name, by DNS over HTTPS. Throws when the resolver does not answer. */
export async function textsOf(name: string, resolver: string, ask: typeof fetch = fetch): Promise<string[]> {
  const url = `${resolver}?name=${encodeURIComponent(name)}&type=TXT`;
  const headers = { accept: "application/dns-json" };
  const response = await ask(url, { headers, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`the resolver answered ${response.status}`);
  const { Answer } = answer.parse(await response.json());
  // A record longer than 255 bytes comes as several quoted pieces.
  return Answer.filter(({ type }) => type === TXT).map(({ data }) => data.replace(/^"|"$|"\s+"/g, ""));
}
