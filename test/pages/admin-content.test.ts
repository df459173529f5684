/** Staff write what the store's own pages say, look at it before it is saved, and take it back; shoppers of that language read it. */
import { expect, inject, test } from "vitest";
import { expectUsable, openBrowser } from "../support/browser.ts";
import { signInAsStaff } from "../support/staff.ts";

const storeUrl = inject("storeUrl");
const newVisitor = openBrowser();
const SOON = { timeout: 45_000, interval: 250 };
const textOf = async (path: string) => (await fetch(storeUrl + path)).text();

test("a page is written, seen before it is saved, read in its language alone, and taken back, without a script", async () => {
  const { page } = await newVisitor({ javaScriptEnabled: false });
  const { page: looked } = await newVisitor({ viewport: { width: 360, height: 740 } });
  await signInAsStaff(looked, "/admin/pages");
  await expectUsable(looked);
  await signInAsStaff(page, "/admin/pages");
  await page.locator("a[href='/admin/pages/returns.it-IT']").click();
  const given = await page.locator("[name=title]").inputValue();
  const body = page.locator("[name=body]");
  expect(await body.inputValue(), "it begins with the text that comes with the store").toContain("## ");

  await body.fill("");
  await page.getByRole("button", { name: "Save page" }).click();
  await page.locator("#field-body-error").waitFor();
  await body.fill("## Trenta giorni\n\nScriva e **basta**.\n\n<script>alert(1)</script>");
  await page.locator("[name=title]").fill("Resi facili");
  await page.getByRole("button", { name: "Show preview" }).click();
  await page.getByRole("heading", { name: "Trenta giorni" }).waitFor();
  expect(await textOf("/it-it/returns"), "nothing was saved by looking at it").not.toContain("Resi facili");
  await page.getByRole("button", { name: "Save page" }).click();
  await page.waitForURL(/done=saved/);

  await expect.poll(() => textOf("/it-it/returns"), SOON).toContain("<h2>Trenta giorni</h2>");
  const read = await textOf("/it-it/returns");
  expect(read).toContain("<title>Resi facili");
  expect(read).toContain("&lt;script&gt;alert(1)");
  expect(await textOf("/de-de/returns")).not.toContain("Resi facili");
  expect(await textOf("/it-it/llms.txt")).toContain("Resi facili");

  for (const part of ["", "/history"]) {
    await looked.goto(`${storeUrl}/admin/pages/returns.it-IT${part}`);
    await expectUsable(looked);
  }
  await page.goto(`${storeUrl}/admin/pages/returns.it-IT`);
  await page.getByRole("button", { name: "Archive it" }).click();
  await page.waitForURL(/done=archived/);
  await expect.poll(() => textOf("/it-it/returns"), SOON).toContain(`<title>${given}`);
  await page.goto(`${storeUrl}/admin/pages/imprint.it-IT`);
  await page.getByText("There is no page imprint.it-IT.").waitFor();
});
