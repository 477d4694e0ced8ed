import { personId } from "../../test/query/sql-bed.ts";

const merged = { hasPersonOverrides: true };
const berlin = { timezone: "Europe/Berlin" };
const company = { groupTypes: [{ index: 0, name: "company" }] };

/** SQL, its rows over the events of `execute.test.ts`, and what else the context says. */
export const CASES: readonly [string, unknown[][], object?][] = [
  ["select count() from events", [[4]]],
  [
    "with recursive t as (select 1 as n union all select n + 1 from t where n < 5) select sum(n), max(n) from t",
    [[15, 5]],
  ],
  [
    "with recursive t(name, i) as (select event, 1 from events where distinct_id = 'anon' union all select e.event, t.i + 1 from t join events e on t.i = 1 where e.distinct_id = 'bob') select name, i from t order by i",
    [
      ["buy", 1],
      ["$pageview", 2],
    ],
  ],
  ["with recursive a as (select 1 as x), b(y) as (select x + 1 from a) select x, y from a, b", [[1, 2]]],
  [
    "select distinct on (event) event, distinct_id from events order by event, timestamp desc",
    [
      ["$pageview", "bob"],
      ["buy", "anon"],
    ],
  ],
  [
    "select distinct on (toDate(timestamp), 2) upper(event) as e, event from events order by timestamp limit 3",
    [
      ["$PAGEVIEW", "$pageview"],
      ["$PAGEVIEW", "$pageview"],
      ["BUY", "buy"],
    ],
  ],
  [
    "select event, count() from events group by event with totals order by event",
    [
      ["", 4],
      ["$pageview", 2],
      ["buy", 2],
    ],
  ],
  [
    "select event, distinct_id = 'ada' as is_ada, count() c from events group by 1, 2 with rollup order by c desc, event limit 3",
    [
      ["", 0, 4],
      ["$pageview", 0, 2],
      ["buy", 0, 2],
    ],
  ],
  [
    "select * from (select event, distinct_id as who, 1 as n from events) pivot (sum(n) for who in ('ada', 'bob' as b)) order by event",
    [
      ["$pageview", 1, 1],
      ["buy", 1, 0],
    ],
  ],
  [
    "select ada_n, ada_last from (select event, distinct_id as who, 1 as n from events) pivot (sum(n) as n, max(event) as last for who in ('ada') group by 1 = 1 as every) as p",
    [[2, "buy"]],
  ],
  [
    "select * from (select 1 as id, 'x' as a, null as b, 'z' as c) unpivot (v for k in (a, b as 'B')) order by k",
    [[1, "z", "a", "x"]],
  ],
  [
    "select id, k, v from (select 1 as id, 'x' as a, null as b) unpivot include nulls (v for k in (a, b as 'B')) order by k",
    [
      [1, "B", null],
      [1, "a", "x"],
    ],
  ],
  [
    "select event, count() c from events group by event order by c desc, event",
    [
      ["$pageview", 2],
      ["buy", 2],
    ],
  ],
  ["select distinct_id from events where properties.$browser = 'Chrome'", [["ada"]]],
  ["select count() from events where properties.$browser != 'Chrome'", [[3]]],
  ["select count() from events where properties.$browser is null", [[2]]],
  ["select count() from events where properties.plan != 'pro'", [[3]]],
  ["select count() from events where properties.plan = null", [[3]]],
  ["select count() from events where properties.plan like '%r%' or properties.$browser ilike 'SAF%'", [[2]]],
  ["select count() from events where properties.plan not like '%zzz%'", [[4]]],
  ["select count() from events where properties.plan =~ '^p'", [[1]]],
  ["select count() from events where properties.amount > 10", [[1]]],
  ["select sum(properties.amount) from events", [[19.5]]],
  ["select properties.amount * 2 from events where event = 'buy' order by timestamp", [[14], [null]]],
  [
    "select properties['a b'], properties.deep.k.n, properties.deep.l[2] from events where properties.plan = 'pro'",
    [["x", "3", "q"]],
  ],
  ["select count() from events where properties.vip = true", [[1]]],
  ["select count() from events where properties.vip", [[1]]],
  [
    "select distinct_id from events where timestamp >= '2026-01-06' and timestamp < '2026-01-07' order by 1",
    [["ada"], ["bob"]],
  ],
  [
    "select distinct_id from events where timestamp >= '2026-01-06 00:00:00' and timestamp < '2026-01-06 11:30' order by 1",
    [["bob"]],
    berlin,
  ],
  [
    "select toDate(timestamp) d, count() from events group by d order by d",
    [
      ["2026-01-05", 1],
      ["2026-01-06", 2],
      ["2026-01-07", 1],
    ],
    berlin,
  ],
  [
    "select toString(toStartOfDay(timestamp)) d from events where toDate(timestamp) = '2026-01-05'",
    [["2026-01-05 00:00:00"]],
    berlin,
  ],
  [
    "select toStartOfWeek(toDate('2026-01-07')), toStartOfWeek(timestamp) from events where event = 'buy' and distinct_id = 'anon'",
    [["2026-01-04", "2026-01-04"]],
  ],
  [
    "select toStartOfWeek(timestamp) from events where distinct_id = 'anon'",
    [["2026-01-05"]],
    { weekStartDay: 1 },
  ],
  [
    "select person.properties.email, count() from events group by 1 order by 1",
    [
      ["ada@x.io", 2],
      ["bob@x.io", 1],
      [null, 1],
    ],
  ],
  [
    "select person.properties.email e, count() from events group by e order by e",
    [
      ["ada@x.io", 3],
      ["bob@x.io", 1],
    ],
    merged,
  ],
  ["select uniq(person_id), uniq(person_key), uniq(distinct_id) from events", [[3, 3, 3]]],
  ["select uniq(person_id), uniq(person_key) from events", [[2, 2]], merged],
  [
    "select e.pdi.person.properties.email from events e where e.event = 'buy' order by timestamp desc limit 1",
    [["ada@x.io"]],
    merged,
  ],
  ["select properties.email from persons order by 1", [["ada@x.io"], ["bob@x.io"]]],
  ["select p.properties.age from persons as p where p.properties.email = 'ada@x.io'", [["36"]]],
  ["select p.properties.age + 1 from persons p where p.properties.age > 30", [[37]]],
  [
    "select group_0.properties.name, company.properties.name, $group_0 from events where $group_0 = 'acme'",
    [["Acme Inc", "Acme Inc", "acme"]],
    company,
  ],
  [
    "select session.$session_duration, session.$pageview_count, session.$entry_pathname from events where event = '$pageview' and distinct_id = 'ada'",
    [[45000, 1, null]],
  ],
  ["select $pageview_count from sessions order by session_id", [[1], [1]]],
  ["select d.person.properties.email from person_distinct_ids d", [["ada@x.io"]]],
  [
    "select e.event, p.properties.email from events e join persons p on e.person_id = p.id where e.event = 'buy'",
    [["buy", "ada@x.io"]],
  ],
  ["select count() from persons p join events e on e.person_id = p.id", [[4]], merged],
  [
    "select p.properties.email, e.properties.plan from persons p left join events e on p.id = e.person_id and e.event = '$pageview' order by 1",
    [
      ["ada@x.io", "pro"],
      ["bob@x.io", null],
    ],
  ],
  ["select count() from events a right join events b using (uuid)", [[4]]],
  [
    "select d.distinct_id, d.person.properties.email, e.event from events e inner join person_distinct_ids d on e.distinct_id = d.distinct_id where e.event = 'buy'",
    [["ada", "ada@x.io", "buy"]],
  ],
  [
    "with a as (select distinct_id, count() c from events group by 1) select distinct_id from a where c = (select max(c) from a)",
    [["ada"]],
  ],
  ["with 2 as two select two + two", [[4]]],
  [
    "select event from events where distinct_id in (select distinct_id from events where event = 'buy') and event != 'buy'",
    [["$pageview"]],
  ],
  [
    "with b as (select distinct_id from events where event = 'buy') select count() from events where distinct_id in b",
    [[3]],
  ],
  ["select a from (select 1 as a union all select 2) order by a", [[1], [2]]],
  [
    "select x, y from (values (1, 'a'), (2, 'b')) as v(x, y) order by x",
    [
      [1, "a"],
      [2, "b"],
    ],
  ],
  ["select sum(number) from numbers(10)", [[45]]],
  [
    "select medianArray([1, 2, 6]), avgArray([1, 3]), sumArrayIf([1, 2], true), uniqMerge(s) from (select uniqState(1) s)",
    [[2, 2, 3, 1]],
  ],
  ["select arrayMap(x -> x * 2, [1, 2]), (1, 'a').2, {'k': 1}['k'], [3,4][1]", [[[2, 4], "a", 1, 3]]],
  [
    "select event, row_number() over (partition by event order by timestamp) r from events where distinct_id = 'ada' order by event",
    [
      ["$pageview", 1],
      ["buy", 1],
    ],
  ],
  [
    "select lag(event) over (order by timestamp) from events order by timestamp limit 2",
    [[null], ["$pageview"]],
  ],
  [
    "select lag(event) over w from events window w as (order by timestamp) order by timestamp limit 1",
    [[null]],
  ],
  [
    "select countIf(event = 'buy'), count(distinct distinct_id), count() filter (where event = 'buy') from events",
    [[2, 3, 2]],
  ],
  ["select quantile(0.5)(properties.amount), max(timestamp) > min(timestamp) from events", [[9.75, 1]]],
  ["select properties.email as email from persons having email = 'bob@x.io'", [["bob@x.io"]]],
  [
    "select max(timestamp) as timestamp from events where timestamp < '2026-01-06'",
    [["2026-01-05 22:30:00.000"]],
  ],
  [
    "select toInt('12'), toInt('x'), toFloat('1.5'), toUUID('nope'), toDate('2026-01-02'), '5'::int, toDateTime('2026-01-02 03:04:05') = '2026-01-02T03:04:05Z'",
    [[12, null, 1.5, null, "2026-01-02", 5, 1]],
  ],
  [
    "select dateDiff('day', toDateTime('2026-01-01'), toDateTime('2026-01-03')), dateAdd(day, 1, toDate('2026-01-01')), dateTrunc('month', toDate('2026-01-20'))",
    [[2, "2026-01-02", "2026-01-01"]],
  ],
  [
    "select 1 = 1, 1 != 1, null = null, 1 = null, not (1 in (2, 3)), 5 between 1 and 9, 'a' is distinct from 'b'",
    [[1, 0, 1, 0, 1, 1, 1]],
  ],
  [
    "select arr from events array join [1, 2] as arr where event = 'buy' and distinct_id = 'ada' order by arr",
    [[1], [2]],
  ],
  ["select events from (select count() as events from events)", [[4]]],
  [
    "select count() as events, events.event from events group by 2 order by 2",
    [
      [2, "$pageview"],
      [2, "buy"],
    ],
  ],
  [
    "select a.properties.plan p from (select properties from events where event = '$pageview') a order by p",
    [["pro"], [null]],
  ],
  [
    "select timestamp from (select timestamp from events) where timestamp > '2026-01-07'",
    [["2026-01-07 10:00:00.000"]],
    berlin,
  ],
  ["select uuid = toString(uuid) from events limit 1", [[1]]],
  [
    "select count() from events where person_id = '" +
      personId("bob") +
      "' and person_id in ('" +
      personId("bob") +
      "')",
    [[1]],
  ],
  ["select count() from events sample 1", [[4]]],
  [
    "select trim(both ' ' from ' x '), position('b' in 'abc'), substring('abc', 1, 2), 'a' || 'b', f'{1}-{2}'",
    [["x", 2, "ab", "ab", "1-2"]],
  ],
  ["select groupArray(2)(event) from events where event = 'buy'", [[["buy", "buy"]]]],
  ["select event from events group by all order by event", [["$pageview"], ["buy"]]],
  ["select event from events order by timestamp desc limit 1 by event limit 5", [["buy"], ["$pageview"]]],
  [
    "select ifNull(properties.nope, 'none'), coalesce(properties.nope, properties.plan), if(event = 'buy', 1, 2) from events where properties.plan = 'pro'",
    [["none", "pro", 2]],
  ],
  [
    "select split_part('a-b-c', '-', 2), string_agg(event, ','), toYear(timestamp) from events where event = 'buy' group by 3",
    [["b", "buy,buy", 2026]],
  ],
  [
    "select case event when 'buy' then 'b' when '$pageview' then 'p' end, case properties.plan when 'pro' then 1 else 0 end from events where distinct_id = 'ada' order by timestamp",
    [
      ["p", 1],
      ["b", 0],
    ],
  ],
  [
    "select CAST('5', 'Int64'), CAST('5' AS Nullable(Int64)), CAST('2026-01-01 10:00:00' AS DateTime64(6)) = '2026-01-01 10:00:00', TRY_CAST('x' AS Int64)",
    [[5, 5, 1, null]],
  ],
  [
    "select 1 = ANY([1, 2]), 3 = any([1, 2]), 2 > ANY(array(1, 5)), 'buy' = ANY(groupArray(event)), any(1) = 1 from events",
    [[1, 0, 1, 1, 1]],
  ],
  [
    "select EXISTS(select 1), count() from events where EXISTS(select 1 from persons where properties.email = 'nobody')",
    [[1, 0]],
  ],
  ["select POSITION('b' IN 'abc'), NOW() > toDateTime('2020-01-01')", [[2, 1]]],
  ["select count() from events e SEMI JOIN persons p ON e.person_id = p.id", [[3]]],
  ["select count() from events e ANTI JOIN persons p ON e.person_id = p.id", [[1]]],
];
