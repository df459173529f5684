/**
 * Looks a VAT number up where that decides the tax. An answer of the day counts again, so the total a shopper was shown is
 * the one that is charged; what could not be asked is told, and the caller goes by the store's setting.
 */
import type { World } from "../../world.ts";
import { insertVatCheck, type KeptCheck, readVatCheck } from "./vat-check-store.ts";
import { readVatNumber, type VatNumber, vatTextOf } from "./vat-number.ts";

/** How long an answer counts. One that says no is asked again sooner: registers take a day to list who is new. */
export const LISTED_MS = 24 * 60 * 60_000;
export const UNLISTED_MS = 10 * 60_000;

/** Null where the register did not answer, or none is asked. `ownNumber` is the shop's, as staff wrote it. */
export async function checkVatNumber(
  world: World,
  number: VatNumber,
  own: { country: string; number: string },
): Promise<KeptCheck | null> {
  const vatNumber = vatTextOf(number);
  const nowMs = world.nowMs();
  const kept = await readVatCheck(world.accounts, vatNumber, nowMs - LISTED_MS);
  if (kept && (kept.isListed || kept.atMs > nowMs - UNLISTED_MS)) return kept;
  return askVatRegister(world, number, own);
}

/** Asks whatever was answered before, and keeps the answer. */
export async function askVatRegister(
  world: World,
  number: VatNumber,
  own: { country: string; number: string },
): Promise<KeptCheck | null> {
  if (!world.vatRegister) return null;
  const asker = readVatNumber(own.number, own.country);
  const asked = await world.vatRegister(number, asker);
  if (!asked.ok) {
    world.log.info("vat.not_confirmed", { prefix: number.prefix, why: asked.problem.why });
    return null;
  }
  const { isListed, consultation, name, address } = asked.value;
  const check: KeptCheck = {
    ...{ vatNumber: vatTextOf(number), isListed, consultation, name, address },
    askedBy: asker ? vatTextOf(asker) : "",
    atMs: world.nowMs(),
  };
  await insertVatCheck(world.accounts, check);
  return check;
}
