/** What browsers are given in place of the program where it is taken back: it drops all that was kept, and itself. */
type Scope = {
  addEventListener(
    name: "install" | "activate",
    hear: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
};
const scope = globalThis as unknown as Scope;

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(leave()));

/** Changes of a cart that wait are the shopper's: pages send them without the program. */
async function leave(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("store-")) await caches.delete(name);
  await scope.registration.unregister();
}
