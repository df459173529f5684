/**
 * The columns of WooCommerce's product export. Its header is written in the language of the site: English and the languages
 * of this store's markets and their neighbours are known (names as WooCommerce's translations have them).
 */
export const WOO_COLUMNS = {
  id: ["ID"],
  type: ["Type", "Typ", "Tipo"],
  sku: ["SKU", "Artikelnummer", "UGS"],
  barcode: ["GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN oder ISBN", "GTIN, UPC, EAN ou ISBN", "GTIN, UPC, EAN o ISBN"],
  name: ["Name", "Nom", "Nombre", "Nome", "Naam"],
  published: ["Published", "Veröffentlicht", "Publié", "Publicado", "Pubblicato"],
  featured: ["Is featured?", "Ist hervorgehoben?", "Mis en avant ?", "¿Está destacado?"],
  visibility: [
    "Visibility in catalog",
    "Catalog visibility",
    "Sichtbarkeit im Katalog",
    "Visibilité dans le catalogue",
  ],
  short: ["Short description", "Kurzbeschreibung", "Description courte", "Descripción corta"],
  description: ["Description", "Beschreibung", "Descripción", "Descrizione"],
  saleFrom: ["Date sale price starts", "Datum, an dem Angebotspreis beginnt"],
  saleUntil: ["Date sale price ends", "Datum, an dem Angebotspreis endet"],
  inStock: ["In stock?", "Vorrätig?", "En stock ?", "¿Existencias?"],
  stock: ["Stock", "Bestand", "Lager", "Inventario", "Stock quantity"],
  low: ["Low stock amount", "Geringe Lagermenge"],
  weight: [
    "Weight (kg)",
    "Weight (g)",
    "Weight (lbs)",
    "Weight (oz)",
    "Gewicht (kg)",
    "Gewicht (g)",
    "Poids (kg)",
    "Poids (g)",
    "Peso (kg)",
    "Peso (g)",
    "Weight",
  ],
  sale: ["Sale price", "Angebotspreis", "Tarif promo", "Precio rebajado"],
  price: ["Regular price", "Regulärer Preis", "Tarif régulier", "Precio normal"],
  categories: ["Categories", "Kategorien", "Catégories", "Categorías", "Category"],
  tags: ["Tags", "Schlagwörter", "Étiquettes", "Etiquetas"],
  images: ["Images", "Bilder", "Imágenes"],
  parent: ["Parent", "Übergeordnetes Produkt", "Superior", "Parent SKU"],
  brands: ["Brands", "Brand", "Marken"],
} as const;
export type WooColumn = keyof typeof WOO_COLUMNS;

/** Numbered columns of attributes, as each language writes them. `%` is the number. */
export const WOO_ATTRIBUTE = [
  { name: "Attribute % name", values: "Attribute % value(s)" },
  { name: "Attribut % Name", values: "Attribut % Wert(e)" },
  { name: "Nom de l’attribut %", values: "Valeur(s) de l’attribut %" },
  { name: "Nombre del atributo %", values: "Valor(es) del atributo %" },
] as const;
