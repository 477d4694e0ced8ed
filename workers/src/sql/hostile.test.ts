import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../test/query/event-rows.ts";
import { personRow, type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";

/** Every value of the other tenant carries it: an answer that contains it has leaked. */
const MARK = "THEIRS";
let bed: SqlBed;

beforeAll(async () => {
  bed = await startSqlBed();
  for (const [environment, mark] of [
    [1, "OURS"],
    [2, MARK],
  ] as const) {
    await bed.events(environment, [
      {
        event: `${mark}-event`,
        user: `${mark}-user`,
        at: "2026-01-06T10:00:00Z",
        session: `${mark}-session`,
        groups: [`${mark}-group`],
        properties: { $browser: mark, plan: mark },
      },
    ]);
    await bed.rows("persons", [personRow(environment, `${mark}-user`, { email: mark })]);
    await bed.rows("person_distinct_ids", [
      {
        environment_id: environment,
        distinct_id: `${mark}-user`,
        distinct_key: keyOf(`${mark}-user`),
        person_id: "00000000-0000-0000-0000-000000000001",
        person_key: keyOf(`${mark}-user`),
        is_deleted: 0,
        version: 1,
      },
    ]);
    await bed.rows("groups", [
      {
        environment_id: environment,
        group_type_index: 0,
        group_key: `${mark}-group`,
        properties: `{"name":"${mark}"}`,
        created_at: "2026-01-01 00:00:00",
        updated_at: "2026-01-01 00:00:00",
        is_deleted: 0,
        version: 1,
      },
    ]);
  }
});
afterAll(() => bed?.close());

describe("refused before the engine sees it", () => {
  it.each([
    "select * from system.tables",
    "select * from system.numbers",
    "select * from information_schema.tables",
    "select * from edgewise.events",
    "select * from default.events",
    "select * from `edgewise.events`",
    "select * from ingestion_warnings",
    "select * from recordings",
    "select * from events_by_person",
    "select * from person_overrides",
    "select * from url('http://127.0.0.1/', CSV, 'a String')",
    "select * from file('/etc/passwd', 'CSV', 'a String')",
    "select * from remote('127.0.0.1', system.one)",
    "select * from remoteSecure('127.0.0.1', 'edgewise', 'events')",
    "select * from s3('http://x/y.csv')",
    "select * from mysql('h:3306', 'd', 't', 'u', 'p')",
    "select * from postgresql('h', 'd', 't', 'u', 'p')",
    "select * from executable('x.sh', TSV, 'a String')",
    "select * from cluster('c', edgewise.events)",
    "select * from merge('edgewise', '.*')",
    "select * from generateRandom('a UInt64')",
    "select * from zeros(10)",
    "select * from numbers_mt(10)",
    "select * from numbers(100000000000)",
    "select * from numbers(-1)",
    "select * from numbers((select 5))",
    "select * from dictionary('x')",
    "select * from input('a String')",
    "select * from view(select 1)",
    "select dictGet('d', 'a', 1)",
    "select dictGetOrDefault('d', 'a', 1, 2)",
    "select joinGet('t', 'a', 1)",
    "select file('/etc/passwd')",
    "select url('x')",
    "select sleep(3)",
    "select sleepEachRow(1)",
    "select version()",
    "select currentUser()",
    "select currentDatabase()",
    "select hostName()",
    "select getSetting('max_threads')",
    "select getMacro('x')",
    "select filesystemCapacity()",
    "select runningAccumulate(1)",
    "select initializeAggregation('sum', 1)",
    "select throwIf(1)",
    "select evalMLMethod(1, 2)",
    "select catboostEvaluate('m', 1)",
    "select randomString(1000000000)",
    "select isMergeTreePartCoveredBy('a', 'b')",
    "select constructor(1)",
    "select toString.constructor(1)",
    "select __proto__ from events",
    "select constructor from events",
    "select events.constructor from events",
    "select e.hasOwnProperty.x from events e",
    "select properties from events settings max_threads = 1",
    "select 1 format JSON",
    "select 1 into outfile '/tmp/x'",
    "select 1; select 2",
    "insert into events values (1)",
    "drop table events",
    "alter table events delete where 1",
    "create table x (a Int) engine = Memory",
    "kill query where 1",
    "show tables",
    "describe table events",
    "explain select 1",
    "set max_threads = 1",
    "use system",
    "grant all on *.* to x",
    "select environment_id from events",
    "select e.environment_id from events e",
    "select batch from events",
    "select m0 from events",
    "select p_browser from events",
    "select _part from events",
    "select e._table from events e",
    "select * from events where environment_id = 2",
    "select persons.version from persons",
    "select (select count() from persons where persons.id = events.person_id) from events",
    "select {p0:UInt32}",
    "select 1 where matchesAction('x')",
    "select 1 from events where person_id in cohort 5",
    "select COLUMNS('(a+)+$') from events",
    "select COLUMNS('environment.*') from events",
    "with recursive a as (select * from a) select * from a",
    "with recursive a as (select 1 union distinct select * from a) select * from a",
    "with recursive a as (select * from a union all select 1) select * from a",
    "with recursive system as (select * from system.tables union all select * from system) select * from system",
    "with recursive a(x, y) as (select 1 union all select x from a) select * from a",
    "select * from system.tables pivot (count() for name in ('a') group by database)",
    "select * from (select event, 1 as n from events) pivot (file(n) for event in ('a'))",
    "select * from (select event, 1 as n from events) pivot (sum(n) for environment_id in (2))",
    "select * from (select event from events) unpivot (v for k in (environment_id))",
    "select distinct on (environment_id) event from events",
    `select * from (select event a, event b, event c, 1 n from events) pivot (sum(n) ${["a", "b", "c"]
      .map(
        (name) =>
          `${name === "a" ? "for " : ""}${name} in (${Array.from({ length: 50 }, (_, i) => i).join(", ")})`,
      )
      .join(" ")})`,
    "select * from events as e (a, b)",
    "select 1 as a, 2 as a",
    "select count() from events sample 0",
    "select reinterpret('x', 'AggregateFunction(uniq, String)')",
    "select CAST('x', 'AggregateFunction(uniq, String)')",
    "select x::`AggregateFunction(sum, UInt64)` from events",
    `select ${"(".repeat(300)}1${")".repeat(300)}`,
    `select ${"not ".repeat(5000)}1`,
    `select ${Array.from({ length: 60_000 }, () => "1").join("+")}`,
    `with 1 as a0${Array.from({ length: 40 }, (_, i) => `, (a${i} + a${i}) as a${i + 1}`).join("")} select a40`,
  ])("%s", async (text) => {
    const parsed = bed.context.parser.parseSelect(text);
    const message = parsed.ok
      ? await bed.query(text).then(
          () => "answered",
          (error: Error) => error.message,
        )
      : parsed.error.message;
    expect(message).not.toBe("answered");
    expect(message).not.toMatch(/^(rejected|unavailable|timeout|memory): /);
    expect(message).not.toContain(MARK);
  });
});

describe("answered with one's own rows only", () => {
  it.each([
    "select * from events",
    "select * from persons",
    "select * from groups",
    "select * from sessions",
    "select * from events_daily",
    "select event as `{p0:UInt32}`, 'x` from events -- ' as `{p1:String}` from events where event != 'y'",
    "select `{p0:UInt32}` from (select event as `{p0:UInt32}` from events)",
    "select * from person_distinct_ids",
    "select * from events as persons",
    "select * from persons as events",
    "with events as (select * from persons) select * from events",
    "with persons as (select event from events) select * from persons",
    "with persons as (select 1 as person_key) select person.properties.email from events",
    "with x as (select * from events) select * from x union all select * from x",
    "select event from events union all select properties.email from persons",
    "select event from events union distinct select distinct_id from events except select 'a'",
    "select (select groupArray(event) from events), (select groupArray(distinct_id) from person_distinct_ids)",
    "select event from events where event in (select event from events) or 1 = 1",
    "select event from events where 1 or 1",
    "select event from events where true -- ' or environment_id = 2",
    "select event from events /* where */ where 1 = 1 or 'a' = 'a'",
    "select event from events where event = '\\' or 1=1 or \\''  or true",
    "select event as `x from events -- ` from events",
    "select `event` from `events` as `e ; drop table events`",
    "select properties['\\' or 1=1'] , event from events",
    "select a.event, b.event from events a, events b",
    "select a.event, b.event from events a cross join events b",
    "select a.event, b.event from events a left join events b on 1 = 1",
    "select a.event, b.event from events a right join events b on a.uuid = b.uuid",
    "select a.event, b.event from events a full join events b on a.uuid != b.uuid or 1 = 1",
    "select a.event, p.properties.email from persons p full join events a on p.id = a.person_id",
    "select a.event, b.event from events a any left join events b on a.person_mode = b.person_mode",
    "select a.event from events a left semi join events b on 1 = 1",
    "select a.event from events a left anti join events b on a.event = b.event",
    "select b.event from (select 'full' as k) a left join events b on a.k = b.person_mode",
    "select person.properties.email, group_0.properties.name, session.session_id, pdi.person.properties.email, event from events",
    "select pdi.distinct_id, properties.email from persons",
    "select d.person.properties.email from events e join person_distinct_ids d on 1 = 1",
    "select x.event from (select * from (select * from events)) x",
    "select event from events prewhere 1 or 1",
    "select event from events group by event having 1 or 1",
    "select event, count() from events group by rollup(event)",
    "select event, count() from events group by event with totals",
    "select event, count() from events group by event with cube",
    "with recursive a as (select event, 1 as n from events union all select events.event, n + 1 from events, a where n < 3) select * from a",
    "with recursive a as (select properties.email as e, 1 as n from persons union all select event, n + 1 from a right join events on n = 1) select * from a where n < 3",
    "with recursive events as (select 'x' as event, 1 as n union all select event, n + 1 from events where n < 3) select * from events",
    "with recursive environment_id as (select event from events) select * from environment_id",
    "select distinct on (event) event, distinct_id from events order by timestamp",
    "select distinct on (1) * from events",
    "select * from (select event, distinct_id d, 1 as n from events) pivot (sum(n), max(d) for d in ('OURS-user', 'THEIRS-nobody' as x))",
    "select * from events as e pivot (max(properties.plan) for event in ('OURS-event') group by distinct_id)",
    "select * from (select event, distinct_id from events) unpivot (v for k in (event, distinct_id))",
    "select event from events qualify row_number() over () > 0",
    "select groupArray(event) over (), first_value(distinct_id) over () from events",
    "select arrayJoin((select groupArray(event) from events))",
    "select e from events array join [event, distinct_id] as e",
    "select event from events order by event limit 1 by event",
    "select event from events sample 1",
    "select event from events final",
    "select if(1, (select max(event) from events), (select min(properties.email) from persons))",
    "select 1 from events where exists(select 1 from events where event like '%THEIRS%')",
    "select count() from events where event = 'THEIRS-event' or properties.plan = 'THEIRS' or person.properties.email = 'THEIRS'",
    "select event from events as environment_id",
    "select 2 as environment_id, event from events",
    "select toUInt32(2) as environment_id, events.event from events where environment_id = 2",
    "with 2 as environment_id select event from events where environment_id = 2",
    "select arrayMap(environment_id -> environment_id + 1, [1]), event from events",
    "select arrayMap(events -> events, ['a']) , event from events",
    "select 1 as events, (select max(event) from events)",
    "select distinct_id from (select * from events) as events",
    "select event from events e where (select max(event) from events e) = e.event",
    "select COLUMNS('.*') from events",
    "select * exclude (event) from events",
    "select e.*, p.* from events e join persons p on e.person_id = p.id",
    `select event from events where event in (${Array.from({ length: 5000 }, (_, i) => `'e${i}'`).join(", ")}, 'OURS-event')`,
    `select ${Array.from({ length: 300 }, (_, i) => `event as e${i}`).join(", ")} from events`,
    `select ${"(".repeat(9)}event${")".repeat(9)} from events`,
    "select max(event) from events where timestamp > '2020-01-01' and toDate(timestamp) > '2020-01-01'",
  ])("%s", async (text) => {
    const answer = await bed.query(text, {
      groupTypes: [{ index: 0, name: "THEIRS" }],
      hasPersonOverrides: true,
    });
    expect(JSON.stringify(answer.rows)).not.toContain(MARK);
  });
});

describe("bombs end at the limits", () => {
  it.each([
    "select arrayMap(x -> x * 2, range(1000000000))",
    "select repeat('a', 1000000000000)",
    "select arrayJoin(range(100000000)) as x, arrayJoin(range(100000000)) as y limit 50000",
    "with recursive a as (select 1 as x union all select * from a) select count() from a",
    "with recursive a as (select 1 as x union all select x from a, numbers(10000000)) select count() from a",
    "select count() from numbers(10000000) a cross join numbers(10000000) b",
    "select groupArray(repeat('x', 10000)) from numbers(10000000)",
    "select length(arrayFold((acc, x) -> arrayConcat(acc, acc), range(60), [1]))",
    "select sum(cityHash64(a.number, b.number)) from numbers(10000000) a, numbers(1000000) b",
  ])(
    "%s",
    async (text) => {
      await expect(bed.query(text)).rejects.toThrow(/memory|timeout|rejected/i);
      expect((await bed.query("select 1")).rows).toEqual([[1]]);
    },
    60_000,
  );
});
