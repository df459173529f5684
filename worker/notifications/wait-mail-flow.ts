/** "It is back": one mail for each wait, and then the address is forgotten. */
import { backInStock } from "../../emails/back-in-stock.ts";
import type { Sellable } from "../catalog/product.ts";
import { readSellables } from "../catalog/product-store.ts";
import type { StoreEvent } from "../events/event.ts";
import { listOffers } from "../inventory/offer-store.ts";
import type { Money } from "../pricing/money.ts";
import { oneClickPathOf, stopPathOf, variantPathOf } from "../waits/wait-link.ts";
import { deleteWait, readWait, reopenWait, type Wait } from "../waits/wait-store.ts";
import type { World } from "../world.ts";
import { type MailDraft, type MailEnd, sendOnce } from "./send-mail-flow.ts";
import { readMailOrigin } from "./store-address-store.ts";

type WaitEvent = Extract<StoreEvent, { kind: "stock.back" }>;

/** Where the SKU went again before its mail, or is not sold in the market right now, the wait goes on. */
export async function mailWait(world: World, { kind, payload }: WaitEvent): Promise<MailEnd> {
  const wait = await readWait(world.accounts, payload.waitId);
  if (wait?.state !== "called") return "done"; // It was told before, taken back, or let wait on.
  const article = await readArticle(world, wait);
  if (!article) {
    await reopenWait(world.accounts, wait.id);
    return "done";
  }
  const end = await sendOnce(world, { id: `${kind}:${wait.id}`, kind }, async () => draftOf(world, wait, article));
  if (end === "done") await deleteWait(world.accounts, wait.id);
  return end;
}

type Article = Sellable & { price: Money };

/** Null when there is none of it, or it is not sold in the market. */
async function readArticle(world: World, { sku, market: marketId }: Wait): Promise<Article | null> {
  const market = (await world.markets()).find(marketId);
  const offer = market && (await listOffers(world.catalog, [sku], market.id)).get(sku);
  if (!market || !offer || offer.units <= 0) return null;
  const sold = (await readSellables(world, market, [sku])).get(sku);
  return sold ? { ...sold, price: { amountMinor: sold.unitMinor, currency: market.currency } } : null;
}

/** Without links where the store does not know its own address. */
async function draftOf(world: World, { market, email: to, emailKey }: Wait, article: Article): Promise<MailDraft> {
  const origin = await readMailOrigin(world, market);
  const urlOf = (path: string) => (origin === "" ? null : origin + path);
  const told = { ...article, url: urlOf(variantPathOf(market, article)), stopUrl: urlOf(stopPathOf(market, emailKey)) };
  const oneClick = urlOf(oneClickPathOf(market, emailKey));
  const headers = oneClick === null ? {} : oneClickHeaders(oneClick);
  return { to, market, headers, letter: (words) => backInStock(told, words) };
}

/** A mail program's own button for "no more of these" (RFC 2369, RFC 8058). */
const oneClickHeaders = (url: string): Record<string, string> => ({
  "List-Unsubscribe": `<${url}>`,
  "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
});
