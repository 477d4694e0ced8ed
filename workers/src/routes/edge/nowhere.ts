import { refusal } from "./capture/answers.ts";
import type { EdgeContext } from "./cors.ts";

/** Browsers can only read a 404 that allows their origin: a wrong `api_host` then says what it is. */
export function nowhere(c: EdgeContext): Response {
  return refusal(404, `Nothing is served at ${c.req.path}: check the host your SDK sends to.`);
}
