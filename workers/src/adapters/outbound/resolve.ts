import { isPrivateAddress } from "@edgewise/core/notifications/public-address.ts";

const RESOLVER = "https://cloudflare-dns.com/dns-query";
const TYPES: Readonly<Record<number, true>> = { 1: true, 28: true };

/** Why a name may not be called, by the addresses it has now (DNS over HTTPS); null when all are public. */
export async function refuseName(name: string, ask: typeof fetch = fetch): Promise<string | null> {
  const answers = await Promise.all(["A", "AAAA"].map((type) => addressesOf(name, type, ask)));
  const addresses = answers.flat();
  if (addresses.length === 0) return `"${name}" has no address.`;
  const wrong = addresses.some(isPrivateAddress);
  return wrong ? `"${name}" does not lead to the public internet.` : null;
}

async function addressesOf(name: string, type: string, ask: typeof fetch): Promise<string[]> {
  const url = `${RESOLVER}?name=${encodeURIComponent(name)}&type=${type}`;
  const response = await ask(url, { headers: { accept: "application/dns-json" } });
  if (!response.ok) throw new Error(`the resolver answered ${response.status}`);
  const { Answer = [] } = (await response.json()) as { Answer?: { type: number; data: string }[] };
  return Answer.filter((entry) => TYPES[entry.type]).map((entry) => entry.data);
}
