/** The API: every domain's routes behind one set of guards. Imports no Astro, so that tests can load it. */

import { except } from "hono/combine";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { deadLetterRoutes } from "./admin/dead-letter-routes.ts";
import { doctorRoutes } from "./admin/doctor-routes.ts";
import { logOf } from "./base/log.ts";
import { whyOf } from "./base/why.ts";
import { cartRoutes } from "./cart/cart-routes.ts";
import { pickupRoutes } from "./cart/pickup-routes.ts";
import { attributeRoutes } from "./catalog/attributes/attribute-routes.ts";
import { bundleRoutes } from "./catalog/bundles/bundle-routes.ts";
import { catalogRoutes } from "./catalog/catalog-routes.ts";
import { digitalRoutes } from "./catalog/digital/digital-routes.ts";
import { fileRoutes } from "./catalog/digital/file-routes.ts";
import { groupRoutes } from "./catalog/groups/group-routes.ts";
import { mediaRoutes } from "./catalog/pictures/media-routes.ts";
import { priceListRoutes } from "./catalog/price-list-routes.ts";
import { staffCatalogRoutes } from "./catalog/staff-catalog-routes.ts";
import { versionRoutes } from "./catalog/versions/version-routes.ts";
import { checkoutRoutes } from "./checkout/checkout-routes.ts";
import { contentRoutes } from "./content/content-routes.ts";
import { authRoutes } from "./customers/auth-routes.ts";
import { staffRoutes } from "./customers/staff-routes.ts";
import { downloadRoutes } from "./downloads/download-routes.ts";
import { dropRoutes } from "./drops/drop-routes.ts";
import { staffDropRoutes } from "./drops/staff-drop-routes.ts";
import { docsRoutes } from "./http/docs-routes.ts";
import { withJsonOnly, withLimitedBody, withSafeHeaders, withSameSite, withWorld } from "./http/guard.ts";
import { healthRoutes } from "./http/health-routes.ts";
import { meRoutes } from "./http/me-routes.ts";
import { problem } from "./http/problem.ts";
import { limitTries, withDamper, withSearchDamper } from "./http/rate-limit.ts";
import { newRouter } from "./http/router.ts";
import { inventoryRoutes } from "./inventory/inventory-routes.ts";
import { locationRoutes } from "./inventory/location-routes.ts";
import { policyRoutes } from "./inventory/policy-routes.ts";
import { staffStockRoutes } from "./inventory/staff-stock-routes.ts";
import { watchRoutes } from "./inventory/watch-routes.ts";
import { marketRoutes } from "./markets/market-routes.ts";
import { mailboxRoutes } from "./notifications/mailbox-routes.ts";
import { orderRoutes } from "./orders/order-routes.ts";
import { pickupOrderRoutes } from "./orders/pickup-order-routes.ts";
import { staffOrderRoutes } from "./orders/staff-order-routes.ts";
import { webhookRoutes } from "./payments/webhook-routes.ts";
import { searchIndexRoutes } from "./search/index/search-index-routes.ts";
import { projectionRoutes } from "./search/projection-routes.ts";
import { searchRoutes } from "./search/search-routes.ts";
import { searchNoteRoutes } from "./search/staff/search-note-routes.ts";
import { staffSearchRoutes } from "./search/staff/staff-search-routes.ts";
import { suggestRoutes } from "./search/suggest-routes.ts";
import { zoneRoutes } from "./shipping/zone-routes.ts";
import { exemptionRoutes } from "./tax/exemptions/exemption-routes.ts";
import { taxRoutes } from "./tax/tax-routes.ts";
import { vatRecheckRoutes } from "./tax/vat/vat-recheck-routes.ts";
import { exportRoutes } from "./transfer/export-routes.ts";
import { exportRunRoutes } from "./transfer/exports/export-run-routes.ts";
import { importRoutes } from "./transfer/import-routes.ts";
import { importRunRoutes } from "./transfer/import-run-routes.ts";
import { vitalsRoutes } from "./vitals/vitals-routes.ts";
import { waitRoutes } from "./waits/wait-routes.ts";

/** What no route and no guard answers is `request.not_found`; what throws is logged, and answered `server.failed`. */
export const app = newRouter();

app.use("*", withWorld, withSafeHeaders, withSameSite, withLimitedBody, withJsonOnly);
// The provider's messages come from few networks and are signed: none of them is turned away.
app.use("/api/*", except("/api/webhooks/*", withDamper));
app.on("GET", ["/api/search", "/api/suggest"], withSearchDamper);
app.on("POST", "/api/carts", limitTries("cart.create"));
app.route("/", healthRoutes);
app.route("/", meRoutes);
app.route("/", inventoryRoutes);
app.route("/", staffStockRoutes);
app.route("/", locationRoutes);
app.route("/", marketRoutes);
app.route("/", zoneRoutes);
app.route("/", taxRoutes);
app.route("/", exemptionRoutes);
app.route("/", vatRecheckRoutes);
app.route("/", policyRoutes);
app.route("/", watchRoutes);
app.route("/", waitRoutes);
app.route("/", authRoutes);
app.route("/", staffRoutes);
app.route("/", deadLetterRoutes);
app.route("/", doctorRoutes);
app.route("/", mailboxRoutes);
app.route("/", cartRoutes);
app.route("/", pickupRoutes);
app.route("/", catalogRoutes);
app.route("/", searchRoutes);
app.route("/", searchNoteRoutes);
app.route("/", suggestRoutes);
app.route("/", staffSearchRoutes);
app.route("/", projectionRoutes);
app.route("/", searchIndexRoutes);
app.route("/", mediaRoutes);
app.route("/", staffCatalogRoutes);
app.route("/", versionRoutes);
app.route("/", groupRoutes);
app.route("/", priceListRoutes);
app.route("/", attributeRoutes);
app.route("/", contentRoutes);
app.route("/", bundleRoutes);
app.route("/", digitalRoutes);
app.route("/", fileRoutes);
app.route("/", importRoutes);
app.route("/", importRunRoutes);
app.route("/", exportRoutes);
app.route("/", exportRunRoutes);
app.route("/", dropRoutes);
app.route("/", staffDropRoutes);
app.route("/", checkoutRoutes);
app.route("/", orderRoutes);
app.route("/", downloadRoutes);
app.route("/", staffOrderRoutes);
app.route("/", pickupOrderRoutes);
app.route("/", webhookRoutes);
app.route("/", vitalsRoutes);
app.route("/", docsRoutes(app));

app.notFound((c) => problem(c, { code: "request.not_found" }));
app.onError((error, c) => {
  // Hono throws this for a body that is not the JSON it says it is.
  if (error instanceof HTTPException && error.status === 400)
    return problem(c, { code: "request.invalid", at: [{ path: "", why: error.message }] });
  const requestId = c.var.requestId ?? "";
  logOf(requestId).error("request.failed", {
    path: routePath(c, -1),
    method: c.req.method,
    why: whyOf(error),
  });
  return problem(c, { code: "server.failed" });
});
