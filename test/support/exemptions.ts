/** Customers with accounts of their own, and certificates for them. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { NewExemption } from "../../worker/tax/exemptions/exemption-shapes.ts";
import { addExemption } from "../../worker/tax/exemptions/save-exemption-flow.ts";
import type { World } from "../../worker/world.ts";
import { openAccount } from "../customers/account-actions.ts";

const DAY_MS = 86_400_000;
export const staff = {
  id: "staff",
  name: "Robin Example",
  email: "robin@example.com",
  role: "staff",
  market: "en-us",
} as const;
/** A day of the calendar, so many from today. */
export const day = (aheadDays: number) => new Date(Date.now() + aheadDays * DAY_MS).toISOString().slice(0, 10);

/** An account of its own. */
export async function newCustomer(): Promise<{ id: string; email: string }> {
  const email = `exempt-${crypto.randomUUID().slice(0, 8)}@example.com`;
  await openAccount(email);
  const row = await env.ACCOUNTS.prepare("SELECT id FROM user WHERE email = ?").bind(email).first<{ id: string }>();
  if (!row) throw new Error("The account was made");
  return { id: row.id, email };
}

export const newExemption = (email: string, over: Partial<NewExemption> = {}): NewExemption => ({
  ...{ id: crypto.randomUUID(), email, country: "US", region: "", kind: "resale", certificate: "SR-4711" },
  ...{ validFrom: day(-30), validUntil: null },
  ...over,
});

export async function exempt(world: World, email: string, over: Partial<NewExemption> = {}): Promise<NewExemption> {
  const wanted = newExemption(email, over);
  expect(await addExemption(world, wanted, staff)).toMatchObject({ ok: true, value: { repeated: false } });
  return wanted;
}
