/** Turns a batch of events into as few jobs as there are things to do: ten changes of one SKU are projected once. */
import { LANGUAGES } from "../markets/markets.ts";
import { PRODUCTS_PER_EVENT_MAX, type StoreEvent } from "./event.ts";

/** An event that is a thing to do of its own. */
export type SingleEvent = Exclude<StoreEvent, { kind: "products.changed" | "stock.changed" }>;
type ProductsEvent = Extract<StoreEvent, { kind: "products.changed" }>;
/** `at` are the positions of the events it settles. */
export type EventJob = { at: readonly number[] } & (
  | { kind: "products"; productIds: readonly string[] }
  | { kind: "stock"; sku: string }
  | { kind: "single"; event: SingleEvent }
);

/** What one invocation may write to KV: developers.cloudflare.com/kv/platform/limits. A tenth is left to what else it writes. */
export const KV_WRITES_MAX = 900;
/** A document in every language; where a language has words of its own, none under the default language's slug. */
const DOCUMENTS_MAX = 2 * LANGUAGES.length - 1;
/** Products projected in one go: whole events of them. */
export const PRODUCTS_PER_JOB_MAX =
  PRODUCTS_PER_EVENT_MAX * Math.floor(KV_WRITES_MAX / (PRODUCTS_PER_EVENT_MAX * DOCUMENTS_MAX));

const RETRY_SECONDS_MAX = 300;

/** Ever later, and not all at once: 2 s, 4 s, 8 s … with up to half of it added. `chance` is from 0 to 1. */
export const retrySecondsOf = (attempts: number, chance: number): number =>
  Math.min(RETRY_SECONDS_MAX, Math.round(2 ** Math.max(1, attempts) * (1 + chance / 2)));

/**
 * Products first, then stock, then the rest. Every position is in one job; an event that came twice is one job. Products of an
 * event that comes again (`triedBefore` has its position) are projected by themselves: one that fails must not sink the rest.
 */
export function jobsOf(events: readonly StoreEvent[], triedBefore: ReadonlySet<number> = new Set()): EventJob[] {
  const products: { ids: Set<string>; at: number[] }[] = [];
  const alone: { event: ProductsEvent; position: number }[] = [];
  const stock = new Map<string, number[]>();
  const singles = new Map<string, { event: SingleEvent; at: number[] }>();
  events.forEach((event, position) => {
    if (event.kind === "products.changed" && triedBefore.has(position)) alone.push({ event, position });
    else if (event.kind === "products.changed") joinProducts(products, event.payload.productIds, position);
    else if (event.kind === "stock.changed")
      stock.set(event.payload.sku, [...(stock.get(event.payload.sku) ?? []), position]);
    else singles.set(event.id, { event, at: [...(singles.get(event.id)?.at ?? []), position] });
  });
  return [
    ...products.map(({ ids, at }) => ({ kind: "products" as const, productIds: [...ids], at })),
    ...alone.map(({ event, position }) => ({ kind: "products" as const, ...event.payload, at: [position] })),
    ...[...stock].map(([sku, at]) => ({ kind: "stock" as const, sku, at })),
    ...[...singles.values()].map(({ event, at }) => ({ kind: "single" as const, event, at })),
  ];
}

function joinProducts(products: { ids: Set<string>; at: number[] }[], ids: readonly string[], position: number): void {
  const last = products.at(-1);
  if (!last || last.ids.size + ids.length > PRODUCTS_PER_JOB_MAX) products.push({ ids: new Set(ids), at: [position] });
  else {
    for (const id of ids) last.ids.add(id);
    last.at.push(position);
  }
}
