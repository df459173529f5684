/** Every refusal the API can answer, with its status. A code without a status does not compile. */
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { CartProblem } from "../cart/cart.ts";
import type { AttributeProblem } from "../catalog/attributes/save-attribute-flow.ts";
import type { BundleProblem } from "../catalog/bundles/save-bundle-flow.ts";
import type { DigitalProblem } from "../catalog/digital/save-digital-flow.ts";
import type { UploadFileProblem } from "../catalog/digital/upload-file-flow.ts";
import type { UploadPartsProblem } from "../catalog/digital/upload-parts-flow.ts";
import type { GroupProblem } from "../catalog/groups/find-group-flow.ts";
import type { BrandProblem } from "../catalog/groups/save-brand-flow.ts";
import type { CollectionProblem } from "../catalog/groups/save-collection-flow.ts";
import type { PictureProblem } from "../catalog/pictures/picture-inspect.ts";
import type { CategoryProblem } from "../catalog/save-category-flow.ts";
import type { PriceListProblem } from "../catalog/save-price-list-flow.ts";
import type { CheckoutProblem } from "../checkout/checkout-problem.ts";
import type { ContentProblem } from "../content/save-content-flow.ts";
import type { AccountProblem } from "../customers/account-problem.ts";
import type { DownloadProblem } from "../downloads/grant.ts";
import type { RangeProblem } from "../downloads/open-download-flow.ts";
import type { DropProblem } from "../drops/drop-problem.ts";
import type { LocationProblem } from "../inventory/location.ts";
import type { PolicyProblem } from "../inventory/save-policy-flow.ts";
import type { StockProblem } from "../inventory/stock.ts";
import type { MarketProblem } from "../markets/check-market.ts";
import type { OrderProblem } from "../orders/order-problem.ts";
import type { QueryTooLong } from "../search/query-text.ts";
import type { SearchRuleProblem } from "../search/staff/search-rule.ts";
import type { ZoneProblem } from "../shipping/zone.ts";
import type { ExemptionProblem } from "../tax/exemptions/exemption.ts";
import type { TaxProblem } from "../tax/save-tax-flow.ts";
import type { RecheckProblem } from "../tax/vat/vat-recheck.ts";
import type { ExportProblem } from "../transfer/exports/export-run.ts";
import type { ImportProblem } from "../transfer/import-plan.ts";
import type { RunProblem, UploadProblem } from "../transfer/import-run.ts";
import { ORDER_PROBLEMS } from "./order-problem-codes.ts";
import type { RequestProblem } from "./request-problem.ts";

type Bare<Code extends string> = { code: Code };
/** `access.not_yours` is told as 404, like what does not exist. */
export type AccessProblem = Bare<"access.sign_in_needed" | "access.staff_only" | "access.not_yours">;
export type CatalogProblem =
  | Bare<"market.unknown" | "product.unknown" | "category.unknown" | "cursor.invalid">
  | { code: "product.changed_meanwhile"; version: number }
  | { code: "product.slug_taken"; slug: string; language: string }
  | { code: "product.sku_taken"; sku: string }
  | { code: "product.version_unknown"; version: number }
  | Bare<"product.id_taken" | "product.gone">
  | BundleProblem
  | DigitalProblem
  | UploadFileProblem
  | UploadPartsProblem
  | CategoryProblem
  | AttributeProblem
  | BrandProblem
  | CollectionProblem
  | GroupProblem
  | PriceListProblem
  | { code: "version.unknown"; version: number }
  | Bare<"collection.unknown" | "media.unknown">
  | PictureProblem;
export type SearchProblem = QueryTooLong | SearchRuleProblem;
export type WatchProblem = Bare<"stock.too_many_watchers">;
export type WaitProblem = Bare<"wait.sku_unknown">;
export type DeadLetterProblem = Bare<"dead_letter.unknown" | "dead_letter.not_an_event">;
export type WebhookProblem = Bare<"webhook.bad_signature">;
export type Problem =
  | TaxProblem
  | ExemptionProblem
  | RecheckProblem
  | RequestProblem
  | AccessProblem
  | CatalogProblem
  | SearchProblem
  | ImportProblem
  | RunProblem
  | ExportProblem
  | UploadProblem
  | CartProblem
  | StockProblem
  | LocationProblem
  | MarketProblem
  | ContentProblem
  | ZoneProblem
  | PolicyProblem
  | WatchProblem
  | WaitProblem
  | CheckoutProblem
  | DownloadProblem
  | RangeProblem
  | DropProblem
  | OrderProblem
  | AccountProblem
  | DeadLetterProblem
  | WebhookProblem;
export type ProblemCode = Problem["code"];

/** Status and title of each code. The title says the same for every occurrence; the facts are in the other fields. */
export const PROBLEMS = {
  "request.invalid": [422, "Some of what was sent is not valid"],
  "request.not_json": [415, "Send the body as application/json"],
  "request.not_form": [415, "Send the body as a form"],
  "request.too_large": [413, "The body is too large"],
  "request.cross_site": [403, "The request came from another site"],
  "request.not_found": [404, "There is nothing at this address"],
  "request.method_not_allowed": [405, "This address does not take this method"],
  "request.upgrade_needed": [426, "This address opens a WebSocket"],
  "request.rate_limited": [429, "Too many requests; wait and try again"],
  "request.repeat_differs": [422, "This id was used before with another body"],
  "server.failed": [500, "Something failed on our side; nothing was changed"],
  "server.unavailable": [503, "A part of the store does not answer; try again shortly"],
  "access.sign_in_needed": [401, "Sign in, or send a token"],
  "access.staff_only": [403, "Only staff may do this"],
  "access.not_yours": [404, "There is nothing here for you"],
  "market.unknown": [404, "There is no such market"],
  "market.too_many": [409, "There are as many markets as a store may have"],
  "market.changed_meanwhile": [409, "Somebody else changed the market; load it again"],
  "market.invalid": [422, "The market cannot be as asked: `at` says what is wrong"],
  "product.unknown": [404, "There is no such product in this market"],
  "category.unknown": [404, "There is no such category in this market"],
  "cursor.invalid": [422, "The cursor is not one this list gave out"],
  "product.changed_meanwhile": [409, "Somebody else changed the product; load it again"],
  "product.slug_taken": [409, "Another product has this slug"],
  "product.sku_taken": [409, "Another product has this SKU"],
  "product.gone": [410, "This product is not sold any more"],
  "product.id_taken": [409, "Another product was made with this id"],
  "product.version_unknown": [404, "There is no such version of this product, or it is not kept any more"],
  "version.unknown": [404, "There is no such version of this, or it is not kept any more"],
  "category.gone": [410, "This category is not shown any more"],
  "category.changed_meanwhile": [409, "Somebody else changed the category; load it again"],
  "category.slug_taken": [409, "Another category has this slug"],
  "category.parent_wrong": [422, "The category cannot stand there"],
  "category.too_many": [409, "There are as many categories as a store may have"],
  "search.query_too_long": [422, "The search is longer than a search may be"],
  "search_rule.unknown": [404, "There is no such rule"],
  "search_rule.changed_meanwhile": [409, "Somebody else changed the rule; load it again"],
  "search_rule.taken": [409, "Another rule says something for this already"],
  "search_rule.too_many": [409, "There are as many rules of this kind as may be"],
  "search_rule.product_unknown": [422, "There is no such product"],
  "search_rule.page_unknown": [422, "There is no such page in the store"],
  "attribute.unknown": [404, "There is no such attribute definition"],
  "attribute.too_many": [409, "There are as many attribute definitions as a store may have"],
  "attribute.changed_meanwhile": [409, "Somebody else changed the definition; load it again"],
  "page.unknown": [404, "There is no such page, or staff wrote nothing for it yet"],
  "page.changed_meanwhile": [409, "Somebody else changed the page; load it again"],
  "brand.unknown": [404, "There is no such brand"],
  "brand.gone": [410, "This brand is not shown any more"],
  "brand.merged": [409, "This brand was joined with another; change that one"],
  "brand.slug_taken": [409, "Another brand has this slug"],
  "brand.name_taken": [409, "Another brand goes by this name; join the two"],
  "price_list.unknown": [404, "There is no such price list"],
  "price_list.changed_meanwhile": [409, "Somebody else changed the price list; load it again"],
  "price_list.no_rate": [409, "There is no exchange rate of the day between these two currencies"],
  "brand.changed_meanwhile": [409, "Somebody else changed the brand; load it again"],
  "brand.in_rule": [409, "A collection's rule names this brand; change the rule first"],
  "collection.unknown": [404, "There is no such collection"],
  "collection.gone": [410, "This collection is not shown any more"],
  "collection.slug_taken": [409, "Another collection has this slug"],
  "collection.too_many": [409, "There are as many collections as a store may have"],
  "collection.changed_meanwhile": [409, "Somebody else changed the collection; load it again"],
  "bundle.has_units": [409, "This SKU has units of its own; take them to none first"],
  "bundle.has_terms": [409, "This SKU is sold by terms of its own units; set them back first"],
  "bundle.is_component": [409, "This SKU is a part of other bundles"],
  "digital.is_bundle": [409, "This SKU is a bundle, or part of one: those are packed and shipped"],
  "digital.file_empty": [422, "The file is empty"],
  "digital.file_too_large": [413, "The file is larger than a file may be; one too large for a request comes in parts"],
  "digital.upload_unknown": [404, "No file was begun under this id, or nobody finished it in time"],
  "digital.parts_missing": [409, "Some parts of the file have not come"],
  "media.unknown": [404, "There is no such picture"],
  "media.not_a_picture": [415, "Send an SVG, PNG, JPEG, WebP, AVIF or GIF picture; a name given to it has that ending"],
  "media.broken": [422, "The picture is broken: its size cannot be read"],
  "media.unsafe": [422, "The drawing holds more than drawing"],
  "media.too_large": [413, "The picture is too large"],
  "media.too_many_pixels": [422, "The picture has too many pixels"],
  "import.refused": [422, "The import is not clear; nothing was changed"],
  "export.unknown": [404, "There is no such export"],
  "export.id_taken": [422, "This export id was used before for another export"],
  "export.too_many": [409, "Other exports are being written; begin this one when they are done"],
  "export.not_there": [404, "The file is not whole yet, or was dropped by age; begin another export"],
  "import.unknown": [404, "There is no such import"],
  "import.id_taken": [422, "This import id was used before for another file"],
  "import.moved_on": [409, "The import is not in a state for that"],
  "import.not_yours": [403, "Somebody else began this import, and sends its parts"],
  "import.too_old": [409, "What this import did is not kept any more: undo what is wrong by hand"],
  "import.chunk_missing": [409, "A part of the file has not arrived; send it again"],
  "import.too_large": [
    413,
    "The file is too large to upload; pack it with gzip, cut it in parts, or use the command line",
  ],
  "import.no_file": [422, "No file was sent"],
  "cart.unknown": [404, "There is no such cart, or it has expired"],
  "cart.too_many_lines": [409, "The cart is full"],
  "cart.quantity_too_large": [409, "That is more of one article than an order may have"],
  "cart.sku_unknown": [404, "No such article is sold in this market"],
  "cart.operation_differs": [422, "This operation id was used before for another change"],
  "cart.empty": [409, "The cart is empty"],
  "stock.insufficient": [409, "There are not enough units left"],
  "stock.sku_unknown": [404, "There is no such SKU"],
  "stock.is_split": [409, "This SKU is split over several objects; join it before it is counted"],
  "stock.location_unknown": [404, "There is no such location"],
  "stock.location_closed": [409, "This location is closed: nothing more comes to it"],
  "stock.below_held": [409, "Units that shoppers hold cannot be taken away"],
  "stock.operation_differs": [422, "This operation id was used before for something else"],
  "stock.hold_differs": [409, "This hold was placed for another quantity"],
  "stock.hold_released": [409, "This hold was given back"],
  "stock.hold_committed": [409, "This hold was sold"],
  "stock.hold_unknown": [404, "There is no such hold"],
  "stock.policy_changed_meanwhile": [409, "Somebody else changed how this SKU is sold; load it again"],
  "stock.buyer_limit": [409, "One buyer may have only so many"],
  "stock.order_limit": [409, "One order may have only so many"],
  "stock.transfer_unknown": [404, "There is no such transfer"],
  "stock.transfer_closed": [409, "This transfer has arrived, or was closed"],
  "stock.transfer_over": [409, "No more can arrive than was sent"],
  "stock.too_many_transfers": [409, "Too many transfers are on their way; close some first"],
  "stock.too_many_watchers": [503, "As many pages watch this product as may"],
  "shipping_zone.unknown": [404, "There is no such shipping zone"],
  "shipping_zone.id_taken": [422, "This zone id was used before for something else"],
  "shipping_zone.too_many": [409, "There are as many shipping zones as a store may have"],
  "shipping_zone.pickup_closed": [422, "No location of this pick-up method is open for pick-up"],
  "shipping_zone.pickup_unknown": [422, "A pick-up method names a location that there is not"],
  "shipping_zone.pickup_elsewhere": [422, "A pick-up method names a location in none of the zone's countries"],
  "shipping_zone.changed_meanwhile": [409, "Somebody else changed the shipping zone; load it again"],
  "tax.changed_meanwhile": [409, "Somebody else saved meanwhile; load it again"],
  "tax.kind_new": [409, "The place does not levy this tax; say that it is new there if it begins to"],
  "tax.kind_mixed": [409, "The place's tax is a part of its own base; no other can stand beside it"],
  "tax.denial_unknown": [404, "The register denied no number of this order"],
  "tax.denial_changed": [409, "Somebody else changed it; load it again"],
  "tax.exemption_unknown": [404, "There is no such exemption"],
  "tax.exemption_no_account": [404, "No customer has an account with this address"],
  "tax.exemption_id_taken": [422, "This exemption id was used before for something else"],
  "tax.exemption_changed": [409, "Somebody else changed the exemption; load it again"],
  "tax.too_many_exemptions": [409, "The account has as many exemptions as it may; end some first"],
  "tax.too_many_rates": [409, "There are as many added rates as a store may have"],
  "location.unknown": [404, "There is no such location"],
  "location.id_taken": [422, "This location id was used before for something else"],
  "location.changed_meanwhile": [409, "Somebody else changed the location; load it again"],
  "location.last_open": [409, "One location at least stays open"],
  "location.too_many": [409, "There are as many locations as a store may have"],
  "wait.sku_unknown": [404, "No such article is sold in this market"],
  "checkout.unknown": [404, "There is no such checkout"],
  "checkout.id_taken": [422, "This checkout id was used before with another body"],
  "checkout.moved_on": [409, "This checkout has already ended"],
  "checkout.country_not_served": [422, "We do not ship there from this market"],
  "checkout.shipping_unknown": [422, "There is no such shipping method for this address"],
  "checkout.pickup_closed": [422, "Nothing can be collected there right now"],
  "checkout.pickup_short": [409, "Not all of the cart is in stock at this pick-up point"],
  "checkout.goods_not_shipped": [422, "An article of the cart is not sent to this address"],
  "checkout.method_refuses_goods": [422, "This shipping method does not carry an article of the cart"],
  "checkout.vat_malformed": [422, "This is no VAT number of a country we know"],
  "checkout.vat_not_listed": [422, "The Union's register of VAT numbers does not have this number"],
  "checkout.company_missing": [422, "A VAT number needs the company's name"],
  "checkout.still_working": [409, "The first request with this id is still under way; ask again"],
  "checkout.total_changed": [409, "The total is not the one that was shown; nothing was begun"],
  "checkout.tax_unavailable": [503, "The tax cannot be reckoned right now; nothing was begun"],
  "checkout.total_too_large": [409, "The total is more than one payment can be"],
  "payment.amount_too_small": [409, "The total is less than a payment can be"],
  "payment.email_refused": [422, "The payment provider does not take this e-mail address"],
  "payment.unavailable": [503, "The payment provider does not answer; nothing was charged"],
  "drop.unknown": [404, "There is no such drop"],
  "drop.over": [409, "This drop is over"],
  "drop.not_open": [409, "An article in the cart is sold in a drop that has not opened"],
  "drop.pass_needed": [403, "An article in the cart is sold in a drop: join its waiting room"],
  "drop.pass_forged": [403, "The pass is not one this store made for you"],
  "drop.pass_expired": [403, "The pass has expired; join the waiting room again"],
  "drop.pass_used": [409, "The pass was used for another checkout"],
  "drop.ticket_invalid": [403, "The ticket is not one this store made for this drop"],
  "drop.challenge_invalid": [422, "The challenge is not solved, or is not one made for you and this drop"],
  "drop.challenge_expired": [422, "The challenge has expired; ask for another"],
  "drop.challenge_used": [409, "The challenge was used before; ask for another"],
  "drop.room_full": [503, "The waiting room is full; try again shortly"],
  "drop.changed_meanwhile": [409, "Somebody else changed the drop; load it again"],
  "drop.has_opened": [409, "The drop has opened: its articles and its opening stay as they are"],
  "drop.sku_unknown": [422, "There is no such SKU to sell in a drop"],
  "drop.sku_taken": [409, "Another drop keeps this SKU"],
  "drop.too_many": [409, "There are as many drops as may be on at a time"],
  ...ORDER_PROBLEMS,
  "download.link_invalid": [403, "This link is not one the store made"],
  "download.replaced": [410, "Newer links were given out for this order; use those"],
  "download.revoked": [410, "This download was taken back with a refund"],
  "download.expired": [410, "The time to download this has passed"],
  "download.used_up": [410, "This was downloaded as often as it may be"],
  "download.file_gone": [404, "The file is missing in the store"],
  "download.range_invalid": [416, "The file does not have that part"],
  "account.credentials_wrong": [401, "The e-mail address or the password is wrong"],
  "account.not_verified": [403, "Follow the link in the mail we sent you first"],
  "account.token_invalid": [422, "This link is not valid any more; ask for a new one"],
  "account.password_too_short": [422, "The password is too short"],
  "account.password_too_long": [422, "The password is too long"],
  "account.refused": [400, "This cannot be done with the account"],
  "address.unknown": [404, "There is no such address"],
  "address.too_many": [409, "Delete an address before you add another"],
  "dead_letter.unknown": [404, "There is no such message"],
  "dead_letter.not_an_event": [409, "This message is not an event, so it cannot be sent again"],
  "webhook.bad_signature": [400, "The signature does not match"],
} satisfies Record<ProblemCode, [ContentfulStatusCode, string]>;
