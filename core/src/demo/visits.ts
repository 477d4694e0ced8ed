import type { Person } from "./people.ts";
import { namedUuid } from "./random.ts";

export type DemoEvent = {
  readonly uuid: string;
  readonly event: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

const HOST = "https://shelfie.example";
const MARKETING = ["/", "/pricing", "/docs", "/docs/install", "/blog", "/blog/launch-week", "/changelog"];
const APP = ["/app", "/app/boards", "/app/boards/roadmap", "/app/files", "/app/settings", "/app/billing"];
const ERRORS = [
  ["TypeError", "Cannot read properties of undefined (reading 'title')"],
  ["NetworkError", "Failed to fetch"],
  ["QuotaExceededError", "Upload is larger than the plan allows"],
] as const;
const DAY = 86_400_000;

/** All visits of a person: one session on each day they come, oldest first. `start` is midnight UTC of day 0. */
export function* visits(person: Person, days: number, start: number): Generator<DemoEvent> {
  const { random } = person;
  let visit = 0;
  let signedUp = false;
  for (let day = person.firstDay; day < days; day++) {
    const weekday = new Date(start + day * DAY).getUTCDay();
    const weekend = weekday === 0 || weekday === 6 ? 0.35 : 1;
    if (day > person.firstDay && !random.chance(person.loyalty * weekend)) continue;
    const from = start + day * DAY + (7 + random.below(14)) * 3_600_000 + random.below(3_600_000);
    signedUp = yield* session(person, visit, from, signedUp);
    visit++;
  }
}

/** One visit; tells whether the person has signed up by its end. */
function* session(
  person: Person,
  visit: number,
  from: number,
  signedUp: boolean,
): Generator<DemoEvent, boolean> {
  const { random, device, company, plan, userId } = person;
  const sessionId = namedUuid(`session:${person.anonymousId}:${visit}`);
  let time = from;
  let index = 0;
  let identified = signedUp;
  let path = "/";
  const make = (event: string, properties: Record<string, unknown> = {}): DemoEvent => {
    time += 1000 + random.below(45_000);
    return {
      uuid: namedUuid(`${person.anonymousId}:${visit}:${index++}`),
      event,
      distinct_id: identified ? (userId as string) : person.anonymousId,
      timestamp: new Date(time).toISOString(),
      properties: {
        ...device,
        $lib: "web",
        $session_id: sessionId,
        $device_id: person.anonymousId,
        $current_url: HOST + path,
        $host: "shelfie.example",
        $pathname: path,
        ...(identified ? { $groups: { company: company.toLowerCase().replace(" ", "-") } } : {}),
        ...properties,
      },
    };
  };
  const page = (to: string, properties: Record<string, unknown> = {}): DemoEvent => {
    path = to;
    return make("$pageview", properties);
  };
  const landing =
    visit === 0
      ? {
          utm_source: person.source === "direct" ? null : person.source,
          $referring_domain: person.source === "google" ? "www.google.com" : "$direct",
        }
      : {};

  yield page(signedUp ? "/app" : random.pick(MARKETING), landing);
  if (random.chance(0.2))
    yield make("$web_vitals", {
      $web_vitals_LCP_value: 900 + random.below(2600),
      $web_vitals_INP_value: 40 + random.below(260),
      $web_vitals_CLS_value: Math.round(random.next() * 200) / 1000,
    });
  if (!signedUp) {
    for (let views = random.below(4); views > 0; views--) yield page(random.pick(MARKETING));
    if (userId === undefined && !random.chance(0.25)) return false;
    const variant = Number.parseInt(person.anonymousId.slice(-1), 16) % 2 === 0 ? "test" : "control";
    yield make("$feature_flag_called", { $feature_flag: "short-sign-up", $feature_flag_response: variant });
    yield page("/sign-up", { "$feature/short-sign-up": variant });
    // Whoever finds the form too long does so at every visit.
    const patience = Number.parseInt(person.anonymousId.slice(-3, -1), 16) / 256;
    if (userId === undefined || patience < (variant === "control" ? 0.3 : 0.2)) return false;
    identified = true;
    yield make("$identify", {
      $anon_distinct_id: person.anonymousId,
      $set: { email: person.email, name: person.name, plan, company },
      $set_once: { first_source: person.source },
    });
    yield make("signed_up", {
      method: random.pick(["email", "google", "github"]),
      "$feature/short-sign-up": variant,
    });
    yield make("$groupidentify", {
      $group_type: "company",
      $group_key: company.toLowerCase().replace(" ", "-"),
      $group_set: { name: company, plan },
    });
  }
  for (let steps = 2 + random.below(9); steps > 0; steps--) {
    const action = random.weighted([
      ["view", 40],
      ["click", 26],
      ["upload", 14],
      ["share", 8],
      ["ai", 6],
      ["upgrade", 3],
      ["error", 3],
    ] as const);
    if (action === "view") yield page(random.pick(APP));
    if (action === "click")
      yield make("$autocapture", {
        $event_type: "click",
        $el_text: random.pick(["New board", "Upload", "Share", "Invite", "Search"]),
        $elements_chain:
          'button.btn:attr_id="action"nth-child="2"nth-of-type="1"text="New board";div.toolbar:nth-child="1"nth-of-type="1"',
      });
    if (action === "upload")
      yield make("file_uploaded", {
        size_mb: Math.round(10 ** (random.next() * 3)) / 10,
        kind: random.pick(["image", "pdf", "video", "sheet"]),
      });
    if (action === "share") yield make("board_shared", { audience: random.pick(["team", "link", "client"]) });
    if (action === "ai")
      yield make("$ai_generation", {
        $ai_model: random.pick(["large", "small"]),
        $ai_provider: "example",
        $ai_input_tokens: 200 + random.below(4000),
        $ai_output_tokens: 50 + random.below(900),
        $ai_latency: Math.round(random.next() * 60) / 10,
      });
    if (action === "upgrade" && plan !== "free")
      yield make("plan_upgraded", { plan, amount: plan === "team" ? 24 : 79, currency: "USD" });
    if (action === "error") {
      const [type, value] = random.pick(ERRORS);
      yield make("$exception", {
        $exception_list: [{ type, value, mechanism: { handled: false, synthetic: false } }],
        $exception_level: "error",
      });
    }
  }
  yield make("$pageleave");
  return true;
}
