import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Credentials, loadSecrets, writePrivate } from "./credentials.ts";
import { migrateMysql, mysqlPart, paymentsPart, warehousePart } from "./engines.ts";
import { bootstrap, runScheduledJobs, waitUntilHealthy } from "./instance.ts";
import { claimDataFolder } from "./lock.ts";
import { freePort } from "./ports.ts";
import { childPart, type Supervisor, supervisor } from "./supervise.ts";
import { ensureWebBuild, serveWeb } from "./web.ts";
import { apiSocket, configureWorkerd, serveWorkerd } from "./workerd.ts";

export interface StackOptions {
  readonly dataDir: string;
  readonly host?: string;
  /** 0 or absent: a free port. */
  readonly edgePort?: number;
  readonly webPort?: number;
  /** Default true. */
  readonly web?: boolean;
  readonly partitions?: number;
  /** Regions that this machine serves side by side, its own first. */
  readonly regions?: readonly string[];
  readonly geoipFile?: string;
  /** `local`: payments are taken, by a stand-in that speaks Stripe's API. Default: none, unless `vars` name a key. */
  readonly payments?: "local";
  /** Further text bindings of the Workers. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Runs once the folder is ours and left-over processes are gone: the place to check ports. */
  readonly beforeListen?: () => Promise<void>;
  /** Progress and restarts, a line each. */
  readonly log?: (line: string) => void;
}

export interface Stack {
  readonly credentials: Credentials;
  /** What bootstrap and internal routes are guarded with (tests and jobs of this machine). */
  readonly internalKey: string;
  readonly apiSocket: string;
  readonly warehouse: {
    readonly url: string;
    readonly key: string;
    readonly database: string;
    readonly user: string;
  };
  readonly mysql: { readonly url: string; readonly username: string; readonly password: string };
  stop(): Promise<void>;
}

/**
 * Starts the whole product on this machine: MariaDB, the warehouse, workerd, the web app. What a killed instance left
 * behind on the folder is cleaned up first. Rejects with a message that names the way out; nothing keeps running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const log = options.log ?? (() => undefined);
  const folder = await claimDataFolder(options.dataDir);
  const running = supervisor({ track: folder.track, log });
  try {
    await options.beforeListen?.();
    return await startParts(options, running, log, folder.release);
  } catch (error) {
    await running.stop();
    folder.release();
    throw error;
  }
}

async function startParts(
  options: StackOptions,
  running: Supervisor,
  log: (line: string) => void,
  release: () => void,
): Promise<Stack> {
  const { dataDir, host = "127.0.0.1", web = true, partitions = 1 } = options;
  const secrets = loadSecrets(dataDir);
  const edgePort = options.edgePort || (await freePort(host));
  const webPort = options.webPort || (await freePort(host));
  const edgeUrl = `http://${host}:${edgePort}`;
  const webUrl = `http://${host}:${webPort}`;

  if (web) await ensureWebBuild(log);
  log("Starting MariaDB and ClickHouse …");
  const [mysql, warehouse] = await Promise.all([
    mysqlPart(join(dataDir, "mysql"), running, log),
    warehousePart(join(dataDir, "warehouse"), running, options.regions?.slice(1)),
  ]);
  await migrateMysql(mysql);

  const payments =
    options.payments === "local"
      ? await paymentsPart(join(dataDir, "payments"), `${edgeUrl}/api/billing/webhooks/stripe/`, running)
      : {};

  log("Starting the edge …");
  const directory = join(dataDir, "workerd");
  mkdirSync(directory, { recursive: true });
  const workerd = {
    host,
    port: edgePort,
    directory,
    settings: {
      edgeUrl,
      webUrl,
      partitions,
      ...(options.regions ? { regions: options.regions } : {}),
      warehouse,
      mysql,
      authSecret: secrets.authSecret,
      internalKey: secrets.internalKey,
      geoipFile: options.geoipFile,
      vars: { ...payments, ...options.vars },
    },
  };
  await configureWorkerd(workerd);
  await running.run("workerd", async () => childPart(await serveWorkerd(workerd)));
  const socket = apiSocket(directory);
  const projectId = await bootstrap(socket, secrets);
  const jobs = runScheduledJobs(socket, secrets.internalKey, log);
  if (web) {
    log("Starting the web app …");
    await running.run("web", () =>
      serveWeb({ host, port: webPort, edgeUrl, mailbox: !options.vars?.MAIL_PROVIDER }),
    );
  }
  await waitUntilHealthy(edgeUrl);

  const { projectToken, personalApiKey, secretApiKey, password } = secrets;
  const credentials: Credentials = {
    edge: edgeUrl,
    web: webUrl,
    projectId,
    projectToken,
    personalApiKey,
    secretApiKey,
    email: "dev@edgewise.local",
    password,
  };
  writePrivate(join(dataDir, "dev.json"), credentials);
  return {
    credentials,
    internalKey: secrets.internalKey,
    apiSocket: socket,
    warehouse: { url: warehouse.url, key: warehouse.key, database: warehouse.database, user: warehouse.user },
    mysql: { url: mysql.url, username: mysql.username, password: mysql.password },
    async stop() {
      clearInterval(jobs);
      await running.stop();
      release();
    },
  };
}
