import { followPriceList, sweepPriceLists } from "../../worker/catalog/follow-price-list-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import type { World } from "../../worker/world.ts";
import { inWorld } from "./store-client.ts";

/** What the timer begins and messages carry on, until lists have all their prices. Answers what was told. */
export async function followLists(change: Partial<World> = {}): Promise<StoreEvent[]> {
  const sent: StoreEvent[] = [];
  const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
  await inWorld((world) => sweepPriceLists(world), { ...change, send });
  for (let read = 0; read < sent.length; read += 1) {
    const event = sent[read];
    if (event?.kind === "price_list.changed")
      await inWorld((world) => followPriceList(world, event.payload.listId), { ...change, send });
  }
  return sent;
}
