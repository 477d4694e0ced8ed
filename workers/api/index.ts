import { createApiApp } from "../src/api-app.ts";

export default createApiApp();
