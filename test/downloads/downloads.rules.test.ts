/** What may be downloaded by a link, which part of a file is asked for, and under which name it is saved. */
import { expect, test } from "vitest";
import { typeOfFile, whyUnsafeName } from "../../worker/catalog/digital/digital.ts";
import { contentRangeOf, dispositionOf, rangeOf } from "../../worker/downloads/byte-range.ts";
import { readDownload, signDownload } from "../../worker/downloads/download-link.ts";
import { type Grant, grantsOf, revokedLines, whyClosed } from "../../worker/downloads/grant.ts";
import { signPass } from "../../worker/drops/pass.ts";
import { checkTaxPlace } from "../../worker/markets/address.ts";
import { marketOf } from "../support/markets.ts";

const SECRET = "a secret of the store, long enough";
const DAY_MS = 86_400_000;
const file = { id: "file-1", name: "manual.pdf", type: "application/pdf", bytes: 10 };
const download = { files: [file, { ...file, id: "file-2" }], downloadsMax: 5, days: 30 };
const lines = [
  { sku: "BOX", quantity: 1 },
  { sku: "BOOK", quantity: 2, download },
];
const [grant] = grantsOf("ORDER-1", lines, 1_000) as [Grant, Grant];

test("each file of each unit bought may be downloaded so many times, for so many days", () => {
  expect(grantsOf("ORDER-1", lines, 1_000)).toMatchObject([
    { sku: "BOOK", fileId: "file-1", position: 0, downloadsMax: 10, untilMs: 1_000 + 30 * DAY_MS, issue: 1, used: 0 },
    { sku: "BOOK", fileId: "file-2", position: 1 },
  ]);
});

test("a grant is closed by another issue, a refund, its end or its last download, in this order", () => {
  const all = { ...grant, issue: 2, revokedAtMs: 5, used: 10 };
  expect(whyClosed(all, 1, grant.untilMs)?.code).toBe("download.replaced");
  expect(whyClosed(all, 2, grant.untilMs)?.code).toBe("download.revoked");
  expect(whyClosed({ ...all, revokedAtMs: null }, 2, grant.untilMs)?.code).toBe("download.expired");
  expect(whyClosed({ ...all, revokedAtMs: null }, 2, grant.untilMs - 1)?.code).toBe("download.used_up");
  expect(whyClosed({ ...grant, used: 9 }, 1, grant.untilMs - 1)).toBeNull();
});

test("a link tells which file of which line it is for, and no other text of the store's is one", () => {
  const token = signDownload(SECRET, grant);
  expect(readDownload(SECRET, token)).toEqual({
    orderId: "ORDER-1",
    sku: "BOOK",
    fileId: "file-1",
    issue: 1,
    untilMs: grant.untilMs,
  });
  const other = signDownload(SECRET, { ...grant, orderId: "ORDER-2" });
  const mixed = `${other.split(".")[0]}.${token.split(".")[1]}`;
  const pass = signPass(SECRET, { dropId: "drop", holder: "me", expiresAtMs: 9e15 });
  for (const forged of [mixed, pass, `${token}x`, "", "a.b", token.slice(0, 40), "x".repeat(700)])
    expect(readDownload(SECRET, forged), forged).toBeNull();
  expect(readDownload("another secret of another store", token)).toBeNull();
});

test.each([
  ["bytes=0-3", { offset: 0, length: 4 }],
  ["bytes=4-", { offset: 4, length: 6 }],
  ["bytes=-3", { offset: 7, length: 3 }],
  ["bytes=-30", { offset: 0, length: 10 }],
  ["bytes=8-99", { offset: 8, length: 2 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=5-2", null],
  ["bytes=0-1,4-5", null],
  ["lines=0-1", null],
  ["bytes=-", null],
  [null, null],
] as const)("of ten bytes, `Range: %s` is %o", (header, range) => {
  expect(rangeOf(header, 10)).toEqual(range);
});

test("a part says where in the file it stands", () => {
  expect(contentRangeOf({ offset: 4, length: 6 }, 10)).toBe("bytes 4-9/10");
});

test("a file is saved under its own name, whatever letters it has, and no name breaks the header", () => {
  expect(dispositionOf("Anleitung für Käufer.pdf")).toBe(
    "attachment; filename=\"Anleitung fur Kaufer.pdf\"; filename*=UTF-8''Anleitung%20f%C3%BCr%20K%C3%A4ufer.pdf",
  );
  expect(dispositionOf("説明書")).toBe(
    "attachment; filename=\"download\"; filename*=UTF-8''%E8%AA%AC%E6%98%8E%E6%9B%B8",
  );
  expect(dispositionOf("it's (1).zip")).toContain("filename*=UTF-8''it%27s%20%281%29.zip");
  for (const name of ['a"b', "a\\b", "a/b", "..", "", " a", "a\nb", "con.txt", "a\u202Egpj.exe", "x".repeat(121), "a."])
    expect(whyUnsafeName(name), JSON.stringify(name)).not.toBeNull();
  for (const name of ["manual.pdf", "取扱説明書.pdf", ".profile", "v1.2 (final).zip"])
    expect(whyUnsafeName(name), name).toBeNull();
});

test("what is no media type is bytes of no type", () => {
  expect(typeOfFile("Application/PDF; charset=x")).toBe("application/pdf");
  for (const type of ["", null, "text", "text/html\r\nx: y", "a/b c"])
    expect(typeOfFile(type)).toBe("application/octet-stream");
});

test("a refund takes back the lines whose every unit came back; one of all the money, every download", () => {
  const order = {
    refundableMinor: 900,
    lines: [
      { sku: "BOX", quantity: 1, restockedQuantity: 0 },
      { sku: "BOOK", quantity: 2, digital: true, restockedQuantity: 0 },
      { sku: "SONG", quantity: 1, digital: true, restockedQuantity: 0 },
    ],
  };
  expect(revokedLines(order, { amountMinor: 100, restock: [] })).toEqual([]);
  expect(revokedLines(order, { amountMinor: 100, restock: [{ sku: "BOOK", quantity: 1 }] })).toEqual([]);
  expect(revokedLines(order, { amountMinor: 100, restock: [{ sku: "BOOK", quantity: 2 }] })).toEqual(["BOOK"]);
  expect(revokedLines(order, { amountMinor: 900, restock: [] })).toEqual(["BOOK", "SONG"]);
});

test("a download asks for a country, and for a region only where the tax is one's", () => {
  const given = { name: "A", line1: "B", line2: "", city: "", region: "", postalCode: "", country: "de" };
  const [us, de, ae] = (["en-us", "de-de", "ar-ae"] as const).map((id) => marketOf(id)) as [never, never, never];
  expect(checkTaxPlace(given, de)).toEqual({ ok: true, value: { ...given, name: "", line1: "", country: "DE" } });
  expect(checkTaxPlace({ ...given, country: "AE" }, ae).ok).toBe(true);
  expect(checkTaxPlace({ ...given, country: "US", region: "ca" }, us)).toMatchObject({
    value: { region: "CA", country: "US" },
  });
  expect(checkTaxPlace({ ...given, country: "US" }, us)).toMatchObject({
    problem: { code: "request.invalid", at: [{ path: "shippingAddress.region", rule: "required" }] },
  });
  expect(checkTaxPlace({ ...given, country: "FR" }, de)).toMatchObject({ problem: { at: [{ rule: "not_served" }] } });
});
