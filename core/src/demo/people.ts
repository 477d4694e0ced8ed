import { namedUuid, type Random, seeded } from "./random.ts";

const BROWSERS = [
  ["Chrome", 58],
  ["Safari", 21],
  ["Firefox", 12],
  ["Microsoft Edge", 9],
] as const;
const SYSTEMS = [
  ["Mac OS X", 38],
  ["Windows", 34],
  ["iOS", 14],
  ["Android", 10],
  ["Linux", 4],
] as const;
const COUNTRIES = [
  ["US", "America/New_York", 34],
  ["DE", "Europe/Berlin", 17],
  ["GB", "Europe/London", 13],
  ["FR", "Europe/Paris", 9],
  ["IN", "Asia/Kolkata", 9],
  ["BR", "America/Sao_Paulo", 7],
  ["JP", "Asia/Tokyo", 6],
  ["AU", "Australia/Sydney", 5],
] as const;
const SOURCES = [
  ["direct", 40],
  ["google", 27],
  ["newsletter", 10],
  ["hackernews", 9],
  ["github", 8],
  ["twitter", 6],
] as const;
const FIRST = [
  "Ada",
  "Bram",
  "Chidi",
  "Dora",
  "Emre",
  "Freya",
  "Goran",
  "Hana",
  "Ines",
  "Jonas",
  "Kavya",
  "Liam",
  "Mira",
  "Nils",
  "Olga",
  "Pia",
  "Quinn",
  "Rosa",
  "Sven",
  "Tara",
];
const LAST = [
  "Abel",
  "Berg",
  "Costa",
  "Dahl",
  "Eder",
  "Fuchs",
  "Greco",
  "Holm",
  "Ito",
  "Jansen",
  "Kaur",
  "Lind",
  "Moreau",
  "Novak",
  "Okafor",
  "Petrov",
  "Rossi",
  "Sato",
  "Tran",
  "Weber",
];
const COMPANIES = [
  "Northwind",
  "Papertrail",
  "Quayside",
  "Redwood Labs",
  "Silverline",
  "Tideway",
  "Umbra",
  "Vantage",
  "Wildflower",
  "Yonder",
  "Zephyr",
  "Acorn",
];

/** Someone who visits the demo product. */
export interface Person {
  readonly anonymousId: string;
  /** Set for those who sign up. */
  readonly userId?: string;
  readonly email: string;
  readonly name: string;
  readonly company: string;
  readonly plan: "free" | "team" | "business";
  readonly source: string;
  /** Day of the first visit, 0 = oldest. */
  readonly firstDay: number;
  /** How likely a visit is on a later day. */
  readonly loyalty: number;
  readonly device: Readonly<Record<string, string | number>>;
  readonly random: Random;
}

/** `count` people over `days` days; sign-ups grow over time. */
export function people(count: number, days: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const random = seeded(1000 + index);
    const first = random.pick(FIRST);
    const last = random.pick(LAST);
    const company = random.pick(COMPANIES);
    const os = random.weighted(SYSTEMS);
    const mobile = os === "iOS" || os === "Android";
    const [country, timezone] = random.weighted(COUNTRIES.map((row) => [row, row[2]] as const));
    const signsUp = random.chance(0.34);
    return {
      anonymousId: namedUuid(`anonymous:${index}`),
      ...(signsUp ? { userId: `user_${index}` } : {}),
      email: `${first}.${last}.${index}@${company.toLowerCase().replace(" ", "")}.example`.toLowerCase(),
      name: `${first} ${last}`,
      company,
      plan: random.weighted([
        ["free", 70],
        ["team", 22],
        ["business", 8],
      ] as const),
      source: random.weighted(SOURCES),
      firstDay: Math.floor(days * Math.sqrt(random.next())),
      loyalty: signsUp ? 0.08 + 0.5 * random.next() ** 2 : 0.02,
      device: {
        $browser: os === "iOS" ? "Mobile Safari" : random.weighted(BROWSERS),
        $browser_version: 140 + random.below(18),
        $os: os,
        $device_type: mobile ? "Mobile" : "Desktop",
        $screen_width: mobile ? 390 : random.pick([1440, 1536, 1920]),
        $viewport_width: mobile ? 390 : random.pick([1280, 1440, 1800]),
        $geoip_country_code: country,
        $timezone: timezone,
      },
      random,
    };
  });
}
