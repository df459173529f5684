/** A parcel's number leads to its carrier's own page, and to nothing else. */
import { describe, expect, test } from "vitest";
import { CARRIER_NAMES, trackingUrlOf } from "../../worker/orders/tracking-link.ts";

const HOSTS: Readonly<Record<string, string>> = {
  UPS: "www.ups.com",
  "UPS Ground": "www.ups.com",
  USPS: "tools.usps.com",
  "DHL Express": "www.dhl.com",
  FedEx: "www.fedex.com",
  "Royal Mail": "www.royalmail.com",
  Colissimo: "www.laposte.fr",
  "La Poste": "www.laposte.fr",
  DPD: "tracking.dpd.de",
  "DPD UK": "track.dpd.co.uk",
  GLS: "gls-group.com",
  "Poste Italiane": "www.poste.it",
  InPost: "inpost.pl",
  Correios: "rastreamento.correios.com.br",
  Correos: "www.correos.es",
  Yamato: "jizen.kuronekoyamato.co.jp",
  ヤマト運輸: "jizen.kuronekoyamato.co.jp",
  佐川急便: "k2k.sagawa-exp.co.jp",
  日本郵便: "trackings.post.japanpost.jp",
  "CJ Logistics": "trace.cjlogistics.com",
  CJ대한통운: "trace.cjlogistics.com",
  Aramex: "www.aramex.com",
  أرامكس: "www.aramex.com",
  "Canada Post": "www.canadapost-postescanada.ca",
};

describe("where a parcel is followed", () => {
  test.each(Object.entries(HOSTS))("%s: at %s, with the number", (carrier, host) => {
    const url = new URL(trackingUrlOf(carrier, "RX 1234-56789 BR") ?? "about:blank");
    expect([url.protocol, url.host]).toEqual(["https:", host]);
    expect(url.href).toContain("RX123456789BR");
  });

  test("is told of every carrier that staff may choose, but for one that has no such address", () => {
    const without = CARRIER_NAMES.filter((name) => trackingUrlOf(name, "123456789012") === null);
    expect(without).toEqual(["India Post"]);
  });

  test.each(["", "Correos Express", "Correos de México", "Bike messenger", "Pups", "postups", "U P S"])(
    "is not told of %s",
    (carrier) => expect(trackingUrlOf(carrier, "123456789012")).toBeNull(),
  );

  test.each([
    "",
    "1234",
    "javascript:alert(1)",
    "123456/../x",
    "123456?a=b",
    "1".repeat(41),
    "12345678\u0000",
    "１２３４５６７８",
  ])("is not told for the number %j", (number) => expect(trackingUrlOf("UPS", number)).toBeNull());
});
