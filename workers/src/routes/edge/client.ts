import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { EdgeEnv } from "../../env.ts";
import { type CloudflareHints, networkLocation } from "./geo/cloudflare.ts";
import { maxmindLocation } from "./geo/maxmind.ts";

/** Who sent a request, as far as the network tells. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  /** Class of bot that the network named, '' for none. */
  readonly networkBot: string;
  geo(ip: string): JsonObject | undefined;
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/;

/** An address without port or brackets; '' for what is none. */
export function addressOf(text: string | null | undefined): string {
  if (!text) return "";
  const bare = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, "$1")
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  return ADDRESS.test(bare) ? bare : "";
}

/** Reads the visitor's address behind proxies: a customer's own proxy adds `X-Forwarded-For`. */
export function clientOf(request: Request, env: EdgeEnv): Client {
  const headers = request.headers;
  const hints: CloudflareHints | undefined = request.cf;
  // Simulators invent a location; only Cloudflare itself adds a ray.
  const located = headers.has("cf-ray");
  const socket = headers.get("cf-connecting-ip") ?? "";
  const forwarded = headers.get("x-forwarded-for");
  const ip =
    addressOf(forwarded?.split(",", 1)[0]) ||
    addressOf(socket) ||
    addressOf(headers.get("x-real-ip")) ||
    addressOf(hints?.clientIp);
  const geoip = env.GEOIP;
  return {
    ip,
    userAgent: headers.get("user-agent") ?? "",
    networkBot: located && hints?.verifiedBotCategory ? "verified" : "",
    geo(address) {
      if (geoip) return maxmindLocation(geoip, address);
      // Cloudflare locates the connection: of no use for an address that came in a header or property.
      return located && hints && address === socket ? networkLocation(hints) : undefined;
    },
  };
}
