import { afterAll, beforeAll, expect, it } from "vitest";
import { type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

let bed: SqlBed;

interface Visit {
  readonly url?: string;
  readonly source?: string;
  readonly medium?: string;
  readonly campaign?: string;
  readonly domain?: string;
}

const VISITS: readonly (readonly [Visit, string])[] = [
  [{}, "Direct"],
  [{ domain: "$direct" }, "Direct"],
  [{ source: "(direct)", medium: "(none)" }, "Direct"],
  [{ domain: "www.google.com" }, "Organic Search"],
  [{ domain: "www.google.com", url: "https://x.io/?gclid=abc" }, "Paid Search"],
  [{ source: "bing", medium: "cpc" }, "Paid Search"],
  [{ source: "facebook", medium: "paid-social" }, "Paid Social"],
  [{ source: "youtube", medium: "cpm" }, "Paid Video"],
  [{ source: "google", medium: "cpc", campaign: "Summer shopping" }, "Paid Shopping"],
  [{ source: "someone", medium: "ppc" }, "Paid Unknown"],
  [{ campaign: "A cross-network try" }, "Cross Network"],
  [{ domain: "t.co" }, "Organic Social"],
  [{ domain: "m.youtube.com" }, "Organic Video"],
  [{ domain: "www.etsy.com" }, "Organic Shopping"],
  [{ source: "weekly", medium: "email" }, "Email"],
  [{ source: "newsletter" }, "Email"],
  [{ source: "crm", medium: "web_push" }, "Push"],
  [{ source: "sms" }, "SMS"],
  [{ source: "partner", medium: "affiliate" }, "Affiliate"],
  [{ domain: "blog.example.org" }, "Referral"],
  [{ source: "mystery" }, "Unknown"],
];

beforeAll(async () => {
  bed = await startSqlBed();
  await bed.events(
    1,
    VISITS.map(([{ url, source, medium, campaign, domain }], index) => ({
      event: "$pageview",
      user: "u",
      at: `2026-01-08T09:00:${String(index).padStart(2, "0")}.000Z`,
      session: `s${index}`,
      properties: {
        $current_url: url ?? "https://x.io/",
        ...(source ? { utm_source: source } : {}),
        ...(medium ? { utm_medium: medium } : {}),
        ...(campaign ? { utm_campaign: campaign } : {}),
        ...(domain ? { $referring_domain: domain } : {}),
      },
    })),
  );
});
afterAll(() => bed?.close());

it("tells the channel of a session", async () => {
  const { rows } = await bed.query("select session_id, $channel_type from sessions");
  const channels = new Map(rows.map(([id, channel]) => [id, channel]));
  expect(VISITS.map(([visit], index) => [visit, channels.get(`s${index}`)])).toEqual(VISITS);
});

it("reads campaign parameters from the entry URL", async () => {
  const { rows } = await bed.query(
    "select session.$entry_gclid, session.$entry_has_gclid, session.$entry_utm_term, count() from events where session.$entry_has_gclid group by 1, 2, 3",
  );
  expect(rows).toEqual([["abc", true, null, 1]]);
});
