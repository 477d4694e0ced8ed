/**
 * The Tinybird project: every table, view and endpoint as `@tinybirdco/sdk` definitions. `tinybird.config.json` names
 * this file, so `tinybird build` and `tinybird deploy` work from here; `tinybird-files.ts` writes the data files.
 */
import { defineDatasource, defineEndpoint, defineMaterializedView, engine, node } from "@tinybirdco/sdk";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { eventNames } from "./endpoints/event-names.ts";
import { storedByDay } from "./endpoints/stored-by-day.ts";
import type { Table } from "./schema/table.ts";
import { type MaterializedView, viewSelect } from "./schema/view.ts";
import { cohortList } from "./tables/cohort-list.ts";
import { cohortMembers } from "./tables/cohort-members.ts";
import { events } from "./tables/events.ts";
import { eventsByPerson } from "./tables/events-by-person.ts";
import { eventsDaily } from "./tables/events-daily.ts";
import { groups } from "./tables/groups.ts";
import { ingestionWarnings } from "./tables/ingestion-warnings.ts";
import { personDistinctIds } from "./tables/person-distinct-ids.ts";
import { personOverrides } from "./tables/person-overrides.ts";
import { persons } from "./tables/persons.ts";
import { propertyCounts } from "./tables/property-counts.ts";
import { recordings } from "./tables/recordings.ts";
import { sessions } from "./tables/sessions.ts";
import { viewRows } from "./tables/view-rows.ts";
import { ingestedColumn, paramOf, validatorOf } from "./tinybird-types.ts";
import { eventsByPersonView } from "./views/events-by-person.ts";
import { eventsDailyView } from "./views/events-daily.ts";
import { sessionsView } from "./views/sessions.ts";

/** A table that rows are sent to. */
function ingested(table: Table) {
  const schema = Object.fromEntries(
    Object.entries(table.columns).map(([name, column]) => [
      name,
      ingestedColumn(column, table.orderBy.includes(name)),
    ]),
  );
  return defineDatasource(table.name, { description: table.description, schema, engine: engineOf(table) });
}

/** A table that a view fills. */
function derived(table: Table) {
  const schema = Object.fromEntries(
    Object.entries(table.columns).map(([name, { type }]) => [name, validatorOf(type)]),
  );
  return defineDatasource(table.name, {
    description: table.description,
    schema,
    engine: engineOf(table),
    jsonPaths: false,
  });
}

function engineOf({ engine: kind, orderBy, primaryKey, partitionBy, ttl }: Table) {
  const shared = { sortingKey: orderBy, primaryKey, partitionKey: partitionBy, ttl };
  switch (kind.kind) {
    case "MergeTree":
      return engine.mergeTree(shared);
    case "AggregatingMergeTree":
      return engine.aggregatingMergeTree(shared);
    case "ReplacingMergeTree":
      return engine.replacingMergeTree({ ...shared, ver: kind.version });
  }
}

function view(definition: MaterializedView, datasource: ReturnType<typeof derived>) {
  return defineMaterializedView(definition.name, {
    description: definition.description,
    nodes: [node({ name: `${definition.name}_node`, sql: viewSelect(definition, definition.from.name) })],
    datasource,
  });
}

function endpoint({ name, description, params, sql, output }: Endpoint) {
  return defineEndpoint(name, {
    description,
    params: Object.fromEntries(Object.entries(params).map(([param, spec]) => [param, paramOf(spec)])),
    nodes: [node({ name: `${name}_node`, sql })],
    output: Object.fromEntries(Object.entries(output).map(([column, type]) => [column, validatorOf(type)])),
  });
}

export const eventsSource = ingested(events);
export const personsSource = ingested(persons);
export const personDistinctIdsSource = ingested(personDistinctIds);
export const personOverridesSource = ingested(personOverrides);
export const groupsSource = ingested(groups);
export const ingestionWarningsSource = ingested(ingestionWarnings);
export const recordingsSource = ingested(recordings);
export const cohortMembersSource = ingested(cohortMembers);
export const cohortListSource = ingested(cohortList);
export const propertyCountsSource = ingested(propertyCounts);
export const viewRowsSource = ingested(viewRows);

export const eventsByPersonSource = derived(eventsByPerson);
export const sessionsSource = derived(sessions);
export const eventsDailySource = derived(eventsDaily);

export const eventsByPersonPipe = view(eventsByPersonView, eventsByPersonSource);
export const sessionsPipe = view(sessionsView, sessionsSource);
export const eventsDailyPipe = view(eventsDailyView, eventsDailySource);

export const eventNamesPipe = endpoint(eventNames);
export const storedByDayPipe = endpoint(storedByDay);
