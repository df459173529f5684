/** The form that makes or changes a market: looked at first, as shoppers will see it, then saved. Sent twice, it acts once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { checkMarket, type MarketAsk } from "../../worker/markets/check-market.ts";
import { marketBody } from "../../worker/markets/market-shapes.ts";
import { type Market, type MarketFacts, type Markets, marketOfFacts } from "../../worker/markets/markets.ts";
import { readSoldBy, saveMarket } from "../../worker/markets/save-market-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent } from "./admin-fields.ts";
import { draftMarket, faultOfMarket, faultsOfMarket, faultsOfShape, marketFields } from "./market-fields.ts";

/** What the fields hold, as typed or the market's own; `preview` is the market as it would be, where it was asked for. */
export type MarketEntry = { sent: Sent; faults: Faults; fault: Fault | null; preview: Market | null };

/** The form as it is shown first. */
export function marketEntry(market: MarketFacts | null, markets: Markets): MarketEntry {
  const fields = marketFields(market, markets);
  return { sent: (name) => fields[name] ?? "", faults: {}, fault: null, preview: null };
}

/** Answers a redirect when it was saved, else what to show the form with again. `markets` are those of the rows. */
export async function postMarket(
  astro: AstroGlobal,
  market: MarketFacts | null,
  { markets, by }: { markets: Markets; by: Viewer },
): Promise<Response | MarketEntry> {
  const { world } = astro.locals;
  const sent = await readSent(astro);
  if (!sent) return { ...marketEntry(market, markets), fault: { key: "admin.fault.form" } };
  const entry: MarketEntry = { sent, faults: {}, fault: null, preview: null };
  const shaped = marketBody.safeParse(draftMarket(sent));
  if (!shaped.success) return { ...entry, faults: faultsOfShape(shaped.error.issues.map(({ path }) => path)) };
  const ask: MarketAsk = { id: market?.id ?? sent("id").trim().toLowerCase(), ...shaped.data };
  const isPreview = sent("intent") === "preview";
  const checked = isPreview ? checkMarket(markets, ask, await readSoldBy(world)) : await saveMarket(world, ask, by);
  if (checked.ok)
    return "market" in checked.value
      ? astro.redirect(ADMIN.market(checked.value.market.id, { done: "saved" }), 303)
      : { ...entry, preview: marketOfFacts(checked.value) };
  const { problem } = checked;
  if (problem.code === "market.invalid") return { ...entry, faults: faultsOfMarket(problem.at, sent) };
  return { ...entry, fault: faultOfMarket(problem) };
}
