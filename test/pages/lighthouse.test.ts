/**
 * What Lighthouse says of the pages, but for what is timed: accessibility, best practices and what search engines need, in
 * another of three markets each day. `npm run bench:pages` measures how fast they are.
 */
import { beforeAll, expect, inject, test } from "vitest";
import { MARKETS, pagesOf } from "../../bench/pages/audited-pages.ts";
import { audit, installLighthouse, UNTIMED } from "../../bench/pages/lighthouse.ts";
import { chromiumPath } from "../support/browser.ts";
import { partOfDay } from "../support/part-of-day.ts";

const storeUrl = inject("storeUrl");
const market = MARKETS[partOfDay("", MARKETS.length, Date.now()).part] ?? MARKETS[0];

beforeAll(installLighthouse);

test(`Lighthouse finds nothing wrong with the pages of ${market}`, async () => {
  for (const { name, url, skip, cookie } of await pagesOf(storeUrl, market)) {
    const options = { skip, categories: UNTIMED, chromium: chromiumPath, ...(cookie && { cookie }) };
    const { failed, scores } = await audit(url, options);
    expect(failed, name).toEqual([]);
    for (const category of UNTIMED) expect(scores[category], `${name}: ${category}`).toBe(100);
  }
});
