/** The store in a page of Markdown: what it sells, its terms, where else it is, and what a program can read or ask. */
import { STORE_NAME } from "../worker/base/store-name.ts";
import type { CategoryNode } from "../worker/catalog/category.ts";
import type { SoldCollection } from "../worker/catalog/groups/sold-collections-store.ts";
import { originOf } from "../worker/markets/market-origin.ts";
import { marketName } from "./market-names.ts";
import { pathsOf } from "./paths.ts";
import { listProse } from "./prose.ts";

type Told = Pick<App.Locals, "t" | "market" | "markets" | "paths" | "world">;

export async function llmsText(
  { t, market, markets, paths, world }: Told,
  categories: readonly CategoryNode[],
  collections: readonly SoldCollection[],
): Promise<string> {
  const origin = originOf(market, world.config.origin);
  const item = (name: string, path: string, note = "") =>
    `- [${textOf(name)}](${origin}${path})${note && `: ${textOf(note)}`}`;
  const section = (title: string, items: readonly string[]) => [`## ${title}`, "", ...items, ""];
  const programs = [
    item(t("found.search"), paths.within("/search?q={query}")),
    item(t("found.sitemap"), paths.sitemap),
    item(t("found.feeds"), paths.feeds),
    item(t("found.api"), "/api/openapi.json"),
  ];
  const content = (await listProse(world, market.locale)).map(({ page, title, description }) =>
    item(title, paths.content(page), description),
  );
  const elsewhere = markets.list
    .filter(({ id }) => id !== market.id)
    .map((other) => item(marketName(other, market.locale), pathsOf(other.id).llms));
  return [
    `# ${STORE_NAME}`,
    "",
    `> ${textOf(t("home.description"))}`,
    "",
    ...section(
      t("shell.categories"),
      categories.map(({ name, slug, description }) => item(name, paths.category(slug), description)),
    ),
    ...(collections.length > 0
      ? section(
          t("catalog.collections"),
          collections.map(({ name, slug, description }) => item(name, paths.collection(slug), description)),
        )
      : []),
    ...section(t("found.service"), content),
    ...section(t("found.programs"), programs),
    ...section("Optional", elsewhere),
  ].join("\n");
}

/** On one line, without what Markdown would read as something else. */
const textOf = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .replace(/[[\]<>`]/g, "")
    .trim();
