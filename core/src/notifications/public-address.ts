/** Why a URL that somebody typed may not be called; null when it may. */
export function refuseUrl(text: string, allowed: readonly string[] = []): string | null {
  const url = URL.parse(text);
  if (url === null) return "This is not a URL.";
  if (url.username !== "" || url.password !== "") return "A URL must not carry a user name or password.";
  // The escape hatch of one machine: exact hosts with their ports, named in the configuration.
  if (allowed.includes(url.host) && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== "https:") return "Use an https:// URL.";
  if (isPrivateHost(url.hostname)) return `"${url.hostname}" is not an address of the public internet.`;
  return null;
}

const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|home\.arpa)\.?$/i;

/** Whether a host, as a URL names it, is loopback, private, link-local, multicast or otherwise not public. */
export function isPrivateHost(host: string): boolean {
  if (host.startsWith("[")) return isPrivateAddress(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateAddress(host);
  return LOCAL_NAME.test(host) || !host.replace(/\.$/, "").includes(".");
}

/** First and last address of each block that is not public: IANA's special-purpose registry (RFC 6890). */
const BLOCKS_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** Whether an IP address, in the form that resolvers give, is not of the public internet. Unreadable = private. */
export function isPrivateAddress(address: string): boolean {
  const v4 = numberOf(address);
  if (v4 !== null)
    return BLOCKS_V4.some(([from, bits]) => v4 >>> (32 - bits) === numberOf(from)! >>> (32 - bits));
  const groups = groupsOf(address);
  if (groups === null) return true;
  const [a = 0, b = 0] = groups;
  // Global unicast is 2000::/3; of it: documentation, Teredo and ORCHID, 6to4 and NAT64 hide other addresses.
  if (a >>> 13 !== 1) return true;
  return a === 0x2002 || (a === 0x2001 && (b < 0x200 || b === 0xdb8)) || a === 0x3fff;
}

function numberOf(address: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0) >>> 0;
}

function groupsOf(address: string): number[] | null {
  const [head = "", tail, ...more] = address.toLowerCase().split("::");
  if (more.length > 0) return null;
  const read = (text: string) => (text === "" ? [] : text.split(":"));
  const [left, right] = [read(head), read(tail ?? "")];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array<string>(missing).fill("0"), ...right];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}
