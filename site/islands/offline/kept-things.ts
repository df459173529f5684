/**
 * What this browser keeps of the shopper's own (IndexedDB): the cart as it was last seen, the changes of it that wait for a
 * connection, and what came of those that were sent. Pages and the program that looks after them both read and write it.
 */

export type KeptLine = {
  sku: string;
  title: string;
  options: string;
  quantity: number;
  total: string;
  image: string;
  href: string;
  seen?: string;
};
export type KeptCart = { market: string; lines: readonly KeptLine[]; atMs: number };
/**
 * `operationId` makes a repeat harmless: the cart takes each once. `title` is empty where only the SKU is known. `seen` is the
 * price that was shown, as the form has it.
 */
export type Waiting = {
  operationId: string;
  intent: "add" | "set";
  sku: string;
  quantity: number;
  title: string;
  seen?: string;
  market: string;
  atMs: number;
};
/** `html` is a part of a page, in the words of the market. */
export type News = { market: string; html: string };
type State = { cart: KeptCart; news: News };

/** The cart remembers as many operations and more, so none of them is done twice. */
export const WAITING_MAX = 50;
const DATABASE = "store";
const VERSION = 1;

let opened: Promise<IDBDatabase> | null = null;
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open(DATABASE, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "operationId" });
      asked.result.createObjectStore("state");
    };
    asked.onsuccess = () => {
      // A newer page wants another version, or the shopper clears the site: neither waits for this one.
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => {
        opened = null;
      };
      done(asked.result);
    };
    asked.onerror = () => fail(asked.error);
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

async function run<Result>(
  store: "waiting" | "state",
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open();
  return new Promise((done, fail) => {
    const transaction = database.transaction(store, mode);
    const asked = work(transaction.objectStore(store));
    transaction.oncomplete = () => done(asked.result);
    transaction.onerror = () => fail(transaction.error);
    transaction.onabort = () => fail(transaction.error);
  });
}

export const readState = <Name extends keyof State>(name: Name): Promise<State[Name] | undefined> =>
  run("state", "readonly", (store) => store.get(name));
export const writeState = async <Name extends keyof State>(name: Name, value: State[Name]): Promise<void> =>
  void (await run("state", "readwrite", (store) => store.put(value, name)));
export const dropState = (name: keyof State): Promise<void> => run("state", "readwrite", (store) => store.delete(name));

/** In the order they were made. */
export async function listWaiting(): Promise<Waiting[]> {
  const all: Waiting[] = await run("waiting", "readonly", (store) => store.getAll());
  return all.toSorted((a, b) => a.atMs - b.atMs);
}

/** False where so many wait that no more can. */
export async function addWaiting(change: Waiting): Promise<boolean> {
  if ((await listWaiting()).length >= WAITING_MAX) return false;
  await run("waiting", "readwrite", (store) => store.put(change));
  return true;
}

export async function dropWaiting(ids: readonly string[]): Promise<void> {
  for (const id of ids) await run("waiting", "readwrite", (store) => store.delete(id));
}

/** Everything, as at a sign-out. */
export async function forgetKept(): Promise<void> {
  await run("waiting", "readwrite", (store) => store.clear());
  await run("state", "readwrite", (store) => store.clear());
}
