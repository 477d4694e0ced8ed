import { column, type LogicalTable } from "./table.ts";

const latest = (name: string): string => `argMax(@.${name}, @.version)`;

/** Persons that exist now, with their latest properties. */
export const persons: LogicalTable = {
  name: "persons",
  physical: "persons",
  style: "latest",
  final: true,
  key: ["person_key"],
  alive: "@.is_deleted = 0",
  fields: {
    id: column("@.person_id", "uuid"),
    created_at: column("@.created_at", "datetime"),
    team_id: column("@.environment_id", "number"),
    properties: { kind: "properties", owner: "person", sql: "@.properties" },
    is_identified: column("toBool(@.is_identified)", "bool"),
    person_key: column("@.person_key", "number", { hidden: true }),
    pdi: { kind: "link", table: "person_distinct_ids", from: ["person_key"], to: "person_key" },
  },
};

const personLink = {
  kind: "link",
  table: "persons",
  from: ["person_key"],
  to: "person_key",
  shortcuts: { id: ["person_id"], person_key: ["person_key"] },
} as const;

/** Which person each distinct ID belongs to now. */
export const personDistinctIds: LogicalTable = {
  name: "person_distinct_ids",
  physical: "person_distinct_ids",
  style: "latest",
  key: ["distinct_key"],
  alive: "argMax(@.is_deleted, @.version) = 0",
  fields: {
    team_id: column("any(@.environment_id)", "number"),
    distinct_id: column(latest("distinct_id"), "string"),
    person_id: column(latest("person_id"), "uuid"),
    distinct_key: column("@.distinct_key", "number", { hidden: true }),
    person_key: column(latest("person_key"), "number", { hidden: true }),
    person: personLink,
  },
};

/** Distinct IDs whose person changed after events were stored. */
export const personOverrides: LogicalTable = {
  name: "person_distinct_id_overrides",
  physical: "person_overrides",
  style: "latest",
  key: ["distinct_key"],
  fields: {
    team_id: column("any(@.environment_id)", "number"),
    distinct_key: column("@.distinct_key", "number"),
    person_id: column(latest("person_id"), "uuid"),
    person_key: column(latest("person_key"), "number", { hidden: true }),
    person: personLink,
  },
};

/** Who is in which cohort as of its last calculation; one table under both names the language has for it. */
export const cohortPeople: LogicalTable = {
  name: "cohort_people",
  physical: "cohort_members",
  style: "latest",
  key: ["cohort_id", "person_key"],
  alive: "argMax(@.is_deleted, @.version) = 0",
  fields: {
    cohort_id: column("@.cohort_id", "number"),
    team_id: column("any(@.environment_id)", "number"),
    person_id: column(latest("person_id"), "uuid"),
    person_key: column("@.person_key", "number", { hidden: true }),
    person: personLink,
  },
};

/** Persons as somebody listed them in static cohorts, before merges: the calculation reads it. */
export const cohortList: LogicalTable = {
  name: "cohort_list",
  physical: "cohort_list",
  style: "latest",
  key: ["cohort_id", "person_key"],
  alive: "argMax(@.is_deleted, @.version) = 0",
  fields: {
    cohort_id: column("@.cohort_id", "number"),
    team_id: column("any(@.environment_id)", "number"),
    person_id: column(latest("person_id"), "uuid"),
    person_key: column("@.person_key", "number", { hidden: true }),
  },
};

/** Groups that exist now, with their latest properties. */
export const groups: LogicalTable = {
  name: "groups",
  physical: "groups",
  style: "latest",
  key: ["group_type_index", "group_key"],
  alive: "argMax(@.is_deleted, @.version) = 0",
  fields: {
    index: column("@.group_type_index", "number"),
    team_id: column("any(@.environment_id)", "number"),
    key: column("@.group_key", "string"),
    created_at: column(latest("created_at"), "datetime"),
    updated_at: column(latest("updated_at"), "datetime"),
    properties: { kind: "properties", owner: "group", sql: latest("properties") },
  },
};
