import * as z from "zod";
import { ApiError } from "../../../http/errors.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { readTaxonomy } from "../../../services/mcp/taxonomy.ts";
import { textTable } from "../../../services/mcp/text-table.ts";
import { answerQuery } from "../../../services/query/answer-query.ts";

const tag = "tools";
const access = { kind: "project", scope: "query:read" } as const;

const answer = z.object({
  success: z.boolean(),
  content: z.string(),
  structured_content: z.looseObject({}).nullish(),
});

const taxonomyQuery = z.object({
  kind: z.string(),
  limit: z.number().int().min(1).max(500).catch(500).default(500),
  offset: z.number().int().min(0).catch(0).default(0),
  event_name: z.string().optional(),
  property_name: z.string().optional(),
  entity: z.string().optional(),
  action_id: z.number().int().optional(),
});

/** An expected failure is an answer here: the tool's caller reads `content`. */
async function told<T>(work: () => Promise<T>): Promise<T | { success: false; content: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return { success: false, content: error.message };
    throw error;
  }
}

/** Tools of the official command line client and MCP server that need more than one REST call. */
export const MCP_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("mcp_tools/execute_sql/"),
    access,
    summary: "Run SQL; the rows as a text table",
    tag,
    body: z.object({ args: z.object({ query: z.string(), truncate: z.boolean().default(true) }) }),
    response: answer,
    handler: ({ c, deps, access: project, body }) =>
      told(async () => {
        const query = { kind: "HogQLQuery", query: body.args.query };
        const { columns, results, types } = (await answerQuery(
          deps,
          project,
          { query },
          c.req.raw.signal,
        )) as {
          columns: string[];
          results: unknown[][];
          types: unknown;
        };
        const content = textTable(columns, results, body.args.truncate);
        return { success: true, content, structured_content: { columns, types } };
      }),
  }),
  route({
    method: "post",
    paths: underProject("mcp_tools/read_taxonomy/"),
    access,
    summary: "Names of events, properties and their values as a text table",
    tag,
    body: z.object({ args: z.object({ query: taxonomyQuery }) }),
    response: answer,
    handler: ({ deps, access: project, body }) =>
      told(async () => ({ success: true, content: await readTaxonomy(project, body.args.query, deps) })),
  }),
  route({
    method: "get",
    paths: underProject("integrations/"),
    access: { kind: "project", scope: "integration:read" },
    summary: "Connected services: none in this version (clients ask for them when they start)",
    tag,
    response: z.object({
      count: z.number(),
      next: z.null(),
      previous: z.null(),
      results: z.array(z.unknown()),
    }),
    handler: async () => ({ count: 0, next: null, previous: null, results: [] }),
  }),
];
