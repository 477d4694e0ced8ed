import type { Caller } from "../deps.ts";

const ADDRESS_LIMIT = 64;
const CLIENT_LIMIT = 255;

/**
 * Where a request came from: the connection's address as the platform says it, else what a proxy of one's own says, and the
 * client's name for itself.
 */
export function callerOf(headers: Headers): Caller {
  const address = headers.get("cf-connecting-ip") ?? headers.get("x-forwarded-for")?.split(",", 1)[0]?.trim();
  return {
    address: address ? address.slice(0, ADDRESS_LIMIT) : null,
    client: headers.get("user-agent")?.slice(0, CLIENT_LIMIT) ?? null,
  };
}
