/**
 * What pages tell search engines in JSON-LD, held to what Google asks of its results by a validator that others keep: errors are none,
 * whatever the market.
 */
import Validator from "@adobe/structured-data-validator";
import { describe, expect, inject, test } from "vitest";
import { MARKETS } from "../support/markets.ts";

const storeUrl = inject("storeUrl");
const LAPTOP = "products/aero-13-ultralight-laptop";

type Block = Record<string, unknown> & { "@type": string };

async function blocksOf(path: string): Promise<Block[]> {
  const html = await (await fetch(storeUrl + path)).text();
  const found = [...html.matchAll(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/gs)];
  return found.map(([, text = ""]) => JSON.parse(text) as Block);
}

/** As the validator wants them: by type, each a list. */
async function faultsOf(blocks: readonly Block[]) {
  const jsonld = Object.fromEntries(
    Object.entries(Object.groupBy(blocks, (block) => block["@type"])).map(([type, list = []]) => [
      type,
      list.map((block) => ({ ...block, "@location": "0,0" })),
    ]),
  );
  const issues = await new Validator().validate({ jsonld, microdata: {}, rdfa: {}, errors: [] });
  return issues.filter(({ severity }) => severity === "ERROR").map(({ issueMessage }) => issueMessage);
}

describe.each(MARKETS)("in $id", ({ id }) => {
  test.each([
    ["a product", `/${id}/${LAPTOP}`, "Product"],
    ["a category", `/${id}/categories/audio`, "BreadcrumbList"],
    ["home", `/${id}/`, "OnlineStore"],
  ])("%s is told without fault", async (_, path, type) => {
    const blocks = await blocksOf(path);
    expect(blocks.map((block) => block["@type"])).toContain(type);
    expect(await faultsOf(blocks)).toEqual([]);
  });
});

test("what is wrong would be found", async () => {
  const [product] = (await blocksOf(`/en-us/${LAPTOP}`)).filter((block) => block["@type"] === "Product");
  expect(await faultsOf([{ ...product, "@type": "Product", name: undefined }])).not.toEqual([]);
});
