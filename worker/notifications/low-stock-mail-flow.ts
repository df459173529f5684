/** The digest of what fell low, to one of the staff. */
import { type LowArticle, lowStock } from "../../emails/low-stock.ts";
import { listTold } from "../alerts/alert-store.ts";
import { readVariantNames } from "../catalog/staff-figures-store.ts";
import { readStaffMail } from "../customers/staff-mail-store.ts";
import type { StoreEvent } from "../events/event.ts";
import { listLevels } from "../inventory/stock-store.ts";
import type { World } from "../world.ts";
import { type MailEnd, sendOnce } from "./send-mail-flow.ts";
import { readMailOrigin } from "./store-address-store.ts";

type LowStockEvent = Extract<StoreEvent, { kind: "stock.low" }>;

const STOCK_PATH = "/admin/stock";

/** Names what is low still; where nothing is any more, or the account is no longer staff's, there is no mail. */
export async function mailLowStock(world: World, { kind, payload }: LowStockEvent): Promise<MailEnd> {
  const { digest, userId } = payload;
  const reader = await readStaffMail(world.accounts, await world.markets(), userId);
  const articles = reader ? await readArticles(world, digest, reader.market) : [];
  if (!reader || articles.length === 0) return "done";
  const origin = await readMailOrigin(world, reader.market);
  const url = origin === "" ? null : origin + STOCK_PATH;
  const { email: to, market } = reader;
  return sendOnce(world, { id: `${kind}:${digest}:${userId}`, kind }, async () => ({
    to,
    market,
    letter: (words) => lowStock(articles, url, words),
  }));
}

/** Fewest units first. */
async function readArticles(world: World, digest: number, marketId: string): Promise<LowArticle[]> {
  const skus = await listTold(world.accounts, digest);
  const low = (await listLevels(world.catalog, skus)).filter((level) => level.available <= level.lowStockAt);
  const markets = await world.markets();
  const { language } = markets.find(marketId) ?? markets.default;
  const names = await readVariantNames(
    world,
    low.map(({ sku }) => sku),
    language,
  );
  return low
    .toSorted((one, other) => one.available - other.available || one.sku.localeCompare(other.sku, "en"))
    .flatMap(({ sku, available }) => {
      const name = names.get(sku);
      return name ? [{ sku, title: name.title, options: name.options, available }] : [];
    });
}
