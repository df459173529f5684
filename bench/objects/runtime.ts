/** The store's own objects in a local runtime, bundled as wrangler bundles them, beside a Worker that calls them. */
import { bundleWorker } from "../../tools/bundle-worker.ts";
import { miniflareOfWrangler } from "../../tools/local-store.ts";

const COMPATIBILITY_DATE = "2026-10-12";

/** `entry` exports the Worker and its classes; `objects` names the class of each binding. */
export async function openObjects(stateDir: string, entry: string, objects: Readonly<Record<string, string>>) {
  const { Miniflare, convertV4MiniflareOptions } = miniflareOfWrangler();
  const script = await bundleWorker(entry);
  const durableObjects = Object.fromEntries(
    Object.entries(objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
  );
  return new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      logRequests: false,
      resourcePersistencePath: stateDir,
      handleStructuredLogs: () => undefined,
      workers: [
        {
          name: "objects",
          compatibilityDate: COMPATIBILITY_DATE,
          compatibilityFlags: ["nodejs_compat"],
          modules: [{ type: "ESModule", path: "worker.mjs", contents: script }],
          durableObjects,
          queueProducers: { EVENTS: "events-of-the-bench" },
        },
      ],
    }),
  );
}

/** Asks a runtime's Worker by path; throws with its words where it fails. */
export async function askOf(runtime: Awaited<ReturnType<typeof openObjects>>) {
  const { origin } = await runtime.ready;
  return async <Answer>(path: string): Promise<Answer> => {
    const response = await fetch(origin + path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
}
