import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { editPerson, replaceProperties, splitPerson } from "../../../services/persons/change.ts";
import { personSchema, presentPerson } from "./present.ts";

const tag = "persons";
const write = { kind: "project", scope: "person:write" } as const;
const properties = z.record(z.string(), z.json());
const key = z.string().min(1);

/** Changing a person by hand: queries and flags see it within seconds. */
export const PERSON_EDIT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "patch",
    paths: underProject("persons/:person/"),
    access: write,
    summary: "Replace the properties of a person",
    tag,
    body: z.object({ properties }),
    response: personSchema,
    async handler({ access, deps, body, param }) {
      return presentPerson(await replaceProperties(access, param("person"), body.properties, deps), access);
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/update_property/"),
    access: write,
    summary: "Set one property of a person",
    tag,
    body: z.object({ key: z.string().min(1), value: z.json() }),
    status: 202,
    response: personSchema,
    async handler({ access, deps, body, param }) {
      const edit = { set: { [body.key]: body.value } };
      return presentPerson(await editPerson(access, param("person"), edit, deps), access);
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/delete_property/"),
    access: write,
    summary: "Take a property, or several, of a person away",
    tag,
    body: z.object({ $unset: z.union([key, z.array(key).min(1).max(100)]) }),
    status: 201,
    response: personSchema,
    async handler({ access, deps, body, param }) {
      const edit = { unset: [body.$unset].flat() };
      return presentPerson(await editPerson(access, param("person"), edit, deps), access);
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/split/"),
    access: write,
    summary: "Give each distinct ID a person of its own",
    tag,
    body: z.object({ main_distinct_id: z.string().nullish() }),
    response: z.object({ success: z.literal(true), distinct_ids: z.array(z.string()) }),
    status: 201,
    async handler({ access, deps, body, param }) {
      const split = await splitPerson(access, param("person"), body.main_distinct_id ?? null, deps);
      return { success: true, distinct_ids: split };
    },
  }),
];
