/** The columns of Magento's (Adobe Commerce's) product export that are read, and what its packed cells hold. */

export const MAGENTO_COLUMNS = {
  sku: ["sku"],
  store: ["store_view_code", "_store"],
  set: ["attribute_set_code", "_attribute_set"],
  type: ["product_type", "_type"],
  categories: ["categories", "_category"],
  name: ["name"],
  description: ["description"],
  short: ["short_description"],
  weight: ["weight"],
  online: ["product_online", "status"],
  visibility: ["visibility"],
  price: ["price"],
  special: ["special_price"],
  specialFrom: ["special_price_from_date", "special_from_date"],
  specialUntil: ["special_price_to_date", "special_to_date"],
  urlKey: ["url_key"],
  seoTitle: ["meta_title"],
  seoDescription: ["meta_description"],
  image: ["base_image", "image"],
  imageLabel: ["base_image_label", "image_label"],
  moreImages: ["additional_images", "_media_image"],
  moreLabels: ["additional_image_labels"],
  attributes: ["additional_attributes"],
  quantity: ["qty"],
  manageStock: ["manage_stock"],
  inStock: ["is_in_stock"],
  variations: ["configurable_variations"],
  labels: ["configurable_variation_labels"],
} as const;
export type MagentoColumn = keyof typeof MAGENTO_COLUMNS;

/**
 * `a=1,b=2, 3,c=4`: a comma parts pairs only where a name and `=` follow it. A value, or a whole pair, may stand in quotes
 * (`"features=Audio, Laptop"`), in which quotes are doubled.
 */
export function pairsOf(text: string): [name: string, value: string][] {
  const quoted = /(^|,)"([a-zA-Z_]\w*=(?:[^"]|"")*)"(?=,|$)/g;
  const whole: string[] = [];
  const rest = text.replace(quoted, (_, before: string, pair: string) => {
    whole.push(pair.replaceAll('""', '"'));
    return `${before}${WHOLE}=${whole.length - 1}`;
  });
  return rest.split(/,(?=[a-zA-Z_][\w]*=)/).flatMap((written) => {
    const kept = written.startsWith(`${WHOLE}=`) ? whole[Number(written.slice(WHOLE.length + 1))] : undefined;
    const pair = kept ?? written;
    const at = pair.indexOf("=");
    if (at < 1) return [];
    const value = pair.slice(at + 1).trim();
    const bare = /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll('""', '"') : value;
    return [[pair.slice(0, at).trim(), bare] as [string, string]];
  });
}

/** Stands for a pair that was in quotes, while the others are parted. */
const WHOLE = "__quoted";

/** `sku=A,size=S|sku=B,size=M`, each with its SKU and what it is chosen by. */
export function variationsOf(text: string): { sku: string; options: Record<string, string> }[] {
  return text.split("|").flatMap((each) => {
    const pairs = pairsOf(each);
    const sku = pairs.find(([name]) => name === "sku")?.[1];
    return sku ? [{ sku, options: Object.fromEntries(pairs.filter(([name]) => name !== "sku")) }] : [];
  });
}

/** `size=Size,color=Farbe`: what shoppers read for an attribute's code; else the code with its first letter large. */
export function labelOf(code: string, labels: string): string {
  const said = pairsOf(labels).find(([name]) => name === code)?.[1];
  const words = code.replaceAll("_", " ").trim();
  return said?.trim() || words.charAt(0).toUpperCase() + words.slice(1);
}

/** Facts that only Magento itself needs. */
export const UNSAID =
  /^(has_options|required_options|links_|samples_|shipment_type|ts_|msrp|gift_|tax_class|options_container|url_|image_|swatch_)/;
