/**
 * Checkout on one page: as soon as the details are whole, it shows beside them the exact total and the button that pays; a
 * script asks for that whenever a field is left, so what is half typed is kept too. Without a script there are two steps,
 * details and a review, and valid details are answered by an address, so that going back shows each step again. What pays
 * carries the id of the checkout-to-be, so pressing "pay" twice begins one checkout.
 */
import type { AstroGlobal } from "astro";
import { done } from "../../worker/base/outcome.ts";
import { type BeginProblem, beginCheckout } from "../../worker/checkout/begin-checkout-flow.ts";
import { cancelCheckout } from "../../worker/checkout/cancel-checkout-flow.ts";
import type { Address, CheckoutSnapshot } from "../../worker/checkout/checkout.ts";
import { priceCheckout } from "../../worker/checkout/price-checkout-flow.ts";
import { emailForm } from "../../worker/customers/account-form.ts";
import { addAddress } from "../../worker/customers/address-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { type RateLimited, takeTryOfNetwork } from "../../worker/http/rate-limit.ts";
import { checkContact } from "../../worker/markets/address.ts";
import { isPickupId } from "../../worker/shipping/pickup-choices.ts";
import { type Business, type BusinessProblem, isBusiness } from "../../worker/tax/vat/business.ts";
import { cartIdOf } from "../cart-cookie.ts";
import { checkoutIdOf, rememberCheckout, UUID } from "../checkout-cookie.ts";
import { keepDraft, readDraft } from "../checkout-draft.ts";
import { shownOf } from "../drop-cookies.ts";
import { orElse } from "../shell-data.ts";
import {
  addressOf,
  changedCountry,
  checkSentAddress,
  checkSentPlace,
  emptyAddress,
  type FieldFault,
} from "./address-form.ts";
import { businessFault, businessFaultOf } from "./business-form.ts";
import { type Fields, readFields } from "./fields.ts";

/** What the first step asks for: as typed, and once it is checked with the address tidied up. */
export type Details = {
  email: string;
  address: Address;
  shippingMethodId: string;
  saveAddress: boolean;
  business: Business;
};
/** What is wrong with the details; `address` holds every fault, field by field. */
export type DetailsFaults = {
  email: boolean;
  address: readonly FieldFault[];
  business: BusinessProblem["code"] | null;
};
export type StepProblem = BeginProblem | RateLimited;
/** What it comes to, and the checkout that paying begins. */
export type Sum = { snapshot: CheckoutSnapshot; checkoutId: string };
/** What to show. In `details`, `sum` is null until they are whole. */
export type Step = DetailsStep | { at: "review"; details: Details; sum: Sum; problem: StepProblem | null };
type DetailsStep = {
  at: "details";
  details: Details;
  faults: DetailsFaults;
  sum: Sum | null;
  problem: StepProblem | null;
  /** It was not sent to go on: what is wrong in it is told, and holds up nothing. */
  isDraft?: boolean;
};

/** The details' form: what pays stands beside it. */
export const DETAILS_FORM = "details";

/** Collected, though at no point: there is none where all of the cart lies. */
const NO_PICKUP = "@";
const NO_FAULTS: DetailsFaults = { email: false, address: [], business: null };

/** `isShipped` is false where all of the cart is downloaded: then a place is asked for, not an address. */
export type Buying = { viewer: Viewer | null; saved: Address | null; isShipped: boolean };

/** Where the visitor is in it; a `Response` leads on: to the step that has an address of its own, or to the payment. */
export async function takeStep(astro: AstroGlobal, buying: Buying): Promise<Step | Response> {
  const { world, paths } = astro.locals;
  const { viewer } = buying;
  if (astro.request.method !== "POST") return openStep(astro, buying);
  const fields = await readFields(astro.request);
  const details = detailsOf(fields, astro);
  const step = fields.text("step");
  if (changedCountry(fields, details.address)) return leadTo(astro, viewer, paths.checkout, detailsStep(details));
  if (step === "sum") return sumUp(astro, details, buying);
  const checked = checkDetails(details, astro, buying);
  if (!checked.ok) return detailsStep(details, step === "details" ? NO_FAULTS : checked.faults);
  if (step === "details") return leadTo(astro, viewer, paths.checkout, detailsStep(checked.details));
  const passed = await mayLookUp(astro, checked.details);
  if (!passed.ok) return detailsStep(checked.details, NO_FAULTS, passed.problem);
  if (step === "pay") return pay(astro, viewer, checked.details, fields);
  const shown = await review(astro, viewer, checked.details, world.newId(), null);
  return shown.at === "review" ? leadTo(astro, viewer, paths.checkoutReview, shown) : shown;
}

/** A VAT number is looked up at a register that belongs to all. */
const mayLookUp = async ({ locals: { world }, request }: AstroGlobal, { business }: Details) =>
  business.vatNumber === "" ? done(null) : takeTryOfNetwork(world, "checkout.vat", request.headers);

/** What the page's address alone asks for: the details, as far as they are known, or the review of those that were kept. */
async function openStep(astro: AstroGlobal, buying: Buying): Promise<Step | Response> {
  const { world, paths } = astro.locals;
  const { viewer, saved } = buying;
  const kept = await readDraft(astro, viewer);
  if (astro.url.searchParams.get("step") !== "review")
    return withSum(astro, kept ?? firstDetails(astro, viewer, saved), buying);
  if (!kept) return astro.redirect(paths.checkout, 303);
  const checked = checkDetails(kept, astro, buying);
  // Another checkout each time: what the cart holds now may be more than what an earlier one was begun with.
  return checked.ok ? review(astro, viewer, checked.details, world.newId(), null) : detailsStep(kept, checked.faults);
}

/** Keeps the details and leads to where they are shown; where they cannot be kept, the answer itself shows them. */
const leadTo = async (
  astro: AstroGlobal,
  viewer: Viewer | null,
  path: string,
  shown: Step,
): Promise<Step | Response> => ((await keepDraft(astro, viewer, shown.details)) ? astro.redirect(path, 303) : shown);

const detailsStep = (details: Details, faults = NO_FAULTS, problem: StepProblem | null = null): DetailsStep => ({
  ...{ at: "details", details, faults, sum: null, problem },
});

/** Keeps what is typed so far, and says what it comes to where that can be told. */
async function sumUp(astro: AstroGlobal, details: Details, buying: Buying): Promise<Step> {
  await keepDraft(astro, buying.viewer, details);
  return withSum(astro, details, buying);
}

/** Of a form that is not sent yet only what is typed can be wrong; what is missing leaves the sum out. */
async function withSum(astro: AstroGlobal, details: Details, buying: Buying): Promise<Step> {
  const checked = checkDetails(details, astro, buying);
  if (!checked.ok) return { ...detailsStep(details, typedFaults(checked.faults, details)), isDraft: true };
  const { world } = astro.locals;
  const may =
    (await takeTryOfNetwork(world, "checkout.sum", astro.request.headers)).ok &&
    (await mayLookUp(astro, checked.details)).ok;
  if (!may) return { ...detailsStep(details), isDraft: true };
  const shown = await review(astro, buying.viewer, checked.details, world.newId(), null);
  const faults = shown.at === "details" ? shown.faults : NO_FAULTS;
  return { ...detailsStep(details, faults, shown.problem), sum: shown.sum, isDraft: true };
}

const typedFaults = ({ email, address, business }: DetailsFaults, { email: typed, address: at }: Details) => ({
  email: email && typed !== "",
  address: address.filter(({ path }) => at[(path.split(".").at(-1) ?? "") as keyof Address]),
  business,
});

const firstDetails = (astro: AstroGlobal, viewer: Viewer | null, saved: Address | null): Details => ({
  email: viewer?.email ?? "",
  address: saved ?? emptyAddress(astro.locals.market),
  shippingMethodId: "standard",
  saveAddress: false,
  business: { company: "", vatNumber: "" },
});

function detailsOf(fields: Fields, astro: AstroGlobal): Details {
  const isCollected = fields.text("way") === "collect";
  const typed = addressOf(fields, astro.locals.market);
  const collector = { name: fields.text("collectName"), phone: fields.text("collectPhone") };
  return {
    email: fields.text("email").trim(),
    address: isCollected ? { ...typed, ...collector } : typed,
    shippingMethodId: isCollected
      ? fields.text("pickupId") || NO_PICKUP
      : fields.text("shippingMethodId") || "standard",
    saveAddress: fields.isOn("saveAddress"),
    business: { company: fields.text("company").trim(), vatNumber: fields.text("vatNumber").trim() },
  };
}

type Checked = { ok: true; details: Details } | { ok: false; faults: DetailsFaults };

function checkDetails(details: Details, astro: AstroGlobal, { isShipped }: Buying): Checked {
  const email = emailForm.shape.email.safeParse(details.email);
  const address = checkPlace(details, astro, isShipped);
  const business = businessFault(details.business, details.address.country);
  if (email.success && address.ok && !business) return { ok: true, details: { ...details, address: address.value } };
  return { ok: false, faults: { email: !email.success, address: address.ok ? [] : address.problem.at, business } };
}

/** Of who collects a name is enough; what else was typed stays, should they change their mind. */
function checkPlace(
  { address, shippingMethodId, business }: Details,
  { locals: { market } }: AstroGlobal,
  isShipped: boolean,
) {
  if (!isShipped) return checkSentPlace(address, market);
  if (!isPickupId(shippingMethodId) || isBusiness(business)) return checkSentAddress(address, market);
  const contact = checkContact(address, address.country);
  return contact.ok ? done({ ...address, name: contact.value.name, phone: contact.value.phone ?? "" }) : contact;
}

/** Shows what it comes to. A cart that cannot be priced as asked goes back to the details, and says why. */
async function review(
  astro: AstroGlobal,
  viewer: Viewer | null,
  details: Details,
  checkoutId: string,
  problem: StepProblem | null,
): Promise<Step> {
  const priced = await priceCheckout(astro.locals.world, askOf(astro, viewer, details, checkoutId));
  if (!priced.ok) {
    const business = businessFaultOf(priced.problem.code);
    const own = business ? null : priced.problem;
    return detailsStep(details, { ...NO_FAULTS, business }, problem ?? own);
  }
  return { at: "review", details, sum: { snapshot: priced.value, checkoutId }, problem };
}

async function pay(
  astro: AstroGlobal,
  viewer: Viewer | null,
  details: Details,
  fields: Fields,
): Promise<Step | Response> {
  const { world } = astro.locals;
  const checkoutId = UUID.test(fields.text("checkoutId")) ? fields.text("checkoutId") : world.newId();
  const shown = await review(astro, viewer, details, checkoutId, null);
  if (shown.at !== "review") return shown;
  // The limit of the API, which begins checkouts as this form does.
  const passed = await takeTryOfNetwork(world, "checkout.begin", astro.request.headers);
  if (!passed.ok) return { ...shown, problem: passed.problem };
  await endEarlier(astro, checkoutId);
  const ask = { ...askOf(astro, viewer, details, checkoutId), totalMinor: Number(fields.text("totalMinor")) };
  const begun = await beginCheckout(world, ask, shownOf(astro));
  if (begun.ok) {
    rememberCheckout(astro, checkoutId);
    if (viewer && details.saveAddress && !isPickupId(details.shippingMethodId))
      await addAddress(world, viewer, { id: checkoutId, address: details.address });
    return astro.redirect(begun.value.payment.url, 303);
  }
  // That checkout has ended: another try is another checkout.
  return review(astro, viewer, details, world.newId(), begun.problem);
}

/** A shopper who turned back and pays anew competes with no one's hold, least of all with their own. */
async function endEarlier(astro: AstroGlobal, checkoutId: string): Promise<void> {
  const earlier = checkoutIdOf(astro);
  if (earlier === null || earlier === checkoutId) return;
  await orElse(astro.locals.world, "earlier checkout", cancelCheckout(astro.locals.world, earlier), null);
}

const askOf = (astro: AstroGlobal, viewer: Viewer | null, details: Details, checkoutId: string) => ({
  id: checkoutId,
  cartId: cartIdOf(astro) ?? "",
  email: details.email,
  shippingAddress: details.address,
  shippingMethodId: details.shippingMethodId,
  customerId: viewer?.role === "customer" ? viewer.id : null,
  ...(isBusiness(details.business) && { business: details.business }),
});
