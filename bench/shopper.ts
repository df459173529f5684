/** What a shopper does before and around what is timed. */
import { randomUUID } from "node:crypto";
import { ADDRESS } from "../tools/demo/address.ts";
import { bodyOf } from "./client.ts";
import type { Visit } from "./question.ts";

export async function openCart({ client, place }: Visit): Promise<string> {
  return bodyOf<{ id: string }>(await client.send("POST", `${place.storeUrl}/api/carts`, { market: "en-us" }), 201).id;
}

/** `pick` says which of the catalogue's SKUs; visitors begin at different ones. */
export async function addLine({ client, place, number }: Visit, cartId: string, pick: number): Promise<void> {
  const sku = place.skus[(number * 7 + pick) % place.skus.length];
  const body = { operationId: randomUUID(), sku, quantity: 1 };
  bodyOf(await client.send("POST", `${place.storeUrl}/api/carts/${cartId}/lines`, body), 200);
}

export type Checkout = { id: string; state: string; payment: { url: string } };

export async function checkOut({ client, place }: Visit, cartId: string): Promise<Checkout> {
  const body = {
    id: randomUUID(),
    cartId,
    email: "alex@example.com",
    shippingAddress: ADDRESS,
    shippingMethodId: "standard",
  };
  const checkout = bodyOf<Checkout>(await client.send("POST", `${place.storeUrl}/api/checkouts`, body), 201);
  if (checkout.state !== "held") throw new Error(`The checkout is ${checkout.state}`);
  return checkout;
}
