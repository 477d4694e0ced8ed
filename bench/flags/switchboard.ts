/** Passes calls on to the real config object until it is told to be down, as a lost connection would. */
const SOURCE = `import { DurableObject } from "cloudflare:workers";
let isDown = false;
export class ConfigObject extends DurableObject {
  #real() {
    if (isDown) throw new Error("The config object can't be reached.");
    return this.env.REAL.get(this.env.REAL.idFromName(this.ctx.id.name));
  }
  async snapshotSince(version) { return await this.#real().snapshotSince(version); }
  async groupTypeIndex(name) { return await this.#real().groupTypeIndex(name); }
  async lookupToken(token) { return await this.#real().lookupToken(token); }
  async lookupEnvironment(id) { return await this.#real().lookupEnvironment(id); }
  async addUsage(...counts) { return await this.#real().addUsage(...counts); }
}
export default {
  fetch(request) {
    isDown = new URL(request.url).pathname === "/down";
    return new Response("ok");
  },
};`;

export const SWITCHBOARD = {
  name: "switchboard",
  modules: [{ type: "ESModule", path: "switchboard.mjs", contents: SOURCE }],
  compatibilityDate: "2026-10-01",
  durableObjects: {
    REAL: { className: "ConfigObject", scriptName: "edge", useSQLite: true },
    OWN: { className: "ConfigObject", useSQLite: true },
  },
  unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
} as const;
