import type * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { activityRoutes } from "../activity/of-resource.ts";

/** One kind of definition: how a row of it is found, shown, changed and left out. */
interface Kind<Row, Body extends z.ZodType> {
  readonly path: "event_definitions" | "property_definitions";
  readonly scope: "EventDefinition" | "PropertyDefinition";
  /** As summaries name one: «an event». */
  readonly noun: string;
  readonly body: Body;
  readonly response: z.ZodType;
  readonly find: (access: ProjectAccess, id: string, deps: RegionDeps) => Promise<Row>;
  readonly show: (row: Row, deps: RegionDeps) => Promise<unknown>;
  readonly change: (
    access: ProjectAccess,
    id: string,
    body: z.output<Body>,
    deps: RegionDeps,
  ) => Promise<Row>;
  readonly remove: (access: ProjectAccess, id: string, deps: RegionDeps) => Promise<void>;
}

/** What can be done with one definition, whichever kind: who changed it, read, change, leave out. */
export function definitionItemRoutes<Row, Body extends z.ZodType>(kind: Kind<Row, Body>): ApiRoute[] {
  const { path, scope, noun, body, response, find, show } = kind;
  const object = path === "event_definitions" ? "event_definition" : "property_definition";
  const read = { kind: "project", scope: `${object}:read` } as const;
  const write = { kind: "project", scope: `${object}:write` } as const;
  const at = { paths: underProject(`${path}/:definition/`), tag: "definitions" };
  return [
    ...activityRoutes({ path, tag: at.tag, scope, itemId: (_access, id) => id }),
    route({
      ...at,
      method: "get",
      access: read,
      summary: `Read the definition of ${noun}`,
      response,
      handler: async ({ deps, access, param }) => show(await find(access, param("definition"), deps), deps),
    }),
    route({
      ...at,
      method: "patch",
      access: write,
      summary: `Describe ${noun}: ${Object.keys(("shape" in body ? body.shape : {}) as object).join(", ")}`,
      body,
      response,
      handler: async ({ deps, access, param, body: given }) =>
        show(await kind.change(access, param("definition"), given, deps), deps),
    }),
    route({
      ...at,
      method: "delete",
      access: write,
      summary: `Leave ${noun} out until it is seen again`,
      handler: ({ deps, access, param }) => kind.remove(access, param("definition"), deps),
    }),
  ];
}
