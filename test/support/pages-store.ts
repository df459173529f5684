/** Opens one seeded store for all browser tests, on a port of its own, with data of its own that is gone afterwards. */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import type { TestProject } from "vitest/node";
import { portIfFree } from "../../tools/free-port.ts";
import { stateDirOf } from "../../tools/local-settings.ts";
import { openDemoStore } from "../../tools/open-demo-store.ts";
import { seedDemo } from "../../tools/seed.ts";

declare module "vitest" {
  export interface ProvidedContext {
    storeUrl: string;
    paymentsUrl: string;
    staffPassword: string;
    staffToken: string;
  }
}

const quiet = () => undefined;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const port = await freePortPair();
  const store = await openDemoStore(port, quiet);
  await seedDemo({ url: store.url, token: store.settings.staffToken, log: quiet });
  project.provide("storeUrl", store.url);
  project.provide("paymentsUrl", store.paymentsUrl);
  project.provide("staffPassword", store.settings.staffPassword);
  project.provide("staffToken", store.settings.staffToken);
  return async () => {
    await store.close();
    rmSync(dirname(stateDirOf(port)), { recursive: true, force: true });
  };
}

/** A port whose next one is free too: the payment emulator takes that. */
async function freePortPair(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = await portIfFree(0);
    if (port !== null && (await portIfFree(port + 1)) !== null) return port;
  }
  throw new Error("No two free ports side by side");
}
