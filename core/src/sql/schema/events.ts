import { column, type FieldDef, type LogicalTable, path } from "./table.ts";

const GROUP_INDEXES = [0, 1, 2, 3, 4];

const groupFields: Record<string, FieldDef> = Object.fromEntries(
  GROUP_INDEXES.flatMap((index): [string, FieldDef][] => [
    [`$group_${index}`, column(`@.group_${index}`, "string")],
    [
      `group_${index}`,
      { kind: "link", table: "groups", from: [`$group_${index}`], to: "key", groupIndex: index },
    ],
    [`goe_${index}`, path(`group_${index}`)],
  ]),
);

const quotedValues = (name: string): string =>
  `arrayDistinct(extractAll(@.elements_chain, '(?::|\\")${name}="((?:\\\\\\\\"|[^"])*)"'))`;

/** Every accepted event, one row each. */
export const events: LogicalTable = {
  name: "events",
  physical: "events",
  style: "rows",
  key: ["uuid"],
  sampleKey: "@.person_key",
  fields: {
    uuid: column("@.uuid", "uuid"),
    event: column("@.event", "string"),
    properties: { kind: "properties", owner: "event", sql: "@.properties" },
    timestamp: column("@.timestamp", "datetime", { prunes: "@.day" }),
    team_id: column("@.environment_id", "number"),
    distinct_id: column("@.distinct_id", "string"),
    elements_chain: column("@.elements_chain", "string"),
    created_at: column("@.received_at", "datetime"),
    $session_id: column("@.session_id", "string", { emptyIsNull: true }),
    $window_id: column("@.window_id", "string", { emptyIsNull: true }),
    person_mode: column("@.person_mode", "string"),
    person_id: { kind: "personOfEvent", column: "person_id", type: "uuid" },
    ...groupFields,
    day: column("@.day", "date", { hidden: true }),
    hour: column("@.hour", "datetime", { hidden: true }),
    lane: column("@.lane", "string", { hidden: true }),
    bot: column("@.bot", "number", { hidden: true }),
    sample_weight: column("@.sample_weight", "number", { hidden: true }),
    ip: column("@.ip", "string", { hidden: true, emptyIsNull: true }),
    window_id: column("@.window_id", "string", { hidden: true, emptyIsNull: true }),
    distinct_key: column("@.distinct_key", "number", { hidden: true }),
    session_key: column("@.session_key", "number", { hidden: true }),
    person_key: { kind: "personOfEvent", column: "person_key", type: "number", hidden: true },
    $session_id_uuid: column("toUInt128(accurateCastOrNull(@.session_id, 'UUID'))", "number", {
      hidden: true,
      nullable: true,
    }),
    elements_chain_href: column(
      `extract(@.elements_chain, '(?::|\\")href="((?:\\\\\\\\"|[^"])*)"')`,
      "string",
      {
        hidden: true,
      },
    ),
    elements_chain_texts: column(quotedValues("text"), "array", { hidden: true }),
    elements_chain_ids: column(quotedValues("attr_id"), "array", { hidden: true }),
    elements_chain_elements: column(
      "arrayDistinct(extractAll(@.elements_chain, '(?:^|;)(a|button|form|input|select|textarea|label)(?:\\\\.|$|:|;)'))",
      "array",
      { hidden: true },
    ),
    person: {
      kind: "link",
      table: "persons",
      from: ["person_key"],
      to: "person_key",
      shortcuts: { id: ["person_id"], person_key: ["person_key"] },
    },
    session: { kind: "link", table: "sessions", from: ["session_key"], to: "session_key" },
    pdi: {
      kind: "virtual",
      fields: { distinct_id: ["distinct_id"], person_id: ["person_id"], person: ["person"] },
    },
    override: { kind: "virtual", fields: { person_id: ["person_id"] } },
    poe: {
      kind: "virtual",
      fields: {
        id: ["person_id"],
        properties: ["person", "properties"],
        created_at: ["person", "created_at"],
      },
    },
  },
};
