import { createApiApp } from "../src/api-app.ts";
import { depsOf } from "../src/deps.ts";
import type { ApiBindings } from "../src/env.ts";
import { runJobs } from "../src/jobs/index.ts";

export { QueryJobObject } from "../src/services/query/jobs/job-object.ts";
export { QueryGateObject } from "../src/services/query/turns/gate-object.ts";

const app = createApiApp();

export default {
  fetch: (request, env, ctx) => app.fetch(request, env, ctx),
  async scheduled(_controller, env) {
    await runJobs(depsOf(env));
  },
} satisfies ExportedHandler<ApiBindings>;
