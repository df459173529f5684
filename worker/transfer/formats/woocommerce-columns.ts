/**
 * The columns of WooCommerce's product export. Its header is written in the language of the site: English and the languages
 * of this store's markets and their neighbours are known (names as WooCommerce's translations have them); any other is read by where
 * its columns stand (woocommerce-places.ts).
 */
export const WOO_COLUMNS = {
  id: ["ID"],
  type: ["Type", "Typ", "Tipo"],
  sku: ["SKU", "Artikelnummer", "UGS"],
  barcode: ["GTIN, UPC, EAN, or ISBN", "GTIN, UPC, EAN oder ISBN", "GTIN, UPC, EAN ou ISBN", "GTIN, UPC, EAN o ISBN"],
  name: ["Name", "Nom", "Nombre", "Nome", "Naam"],
  published: ["Published", "Veröffentlicht", "Publié", "Publicado", "Pubblicato", "Gepubliceerd"],
  featured: [
    "Is featured?",
    "Ist hervorgehoben?",
    "Mis en avant ?",
    "¿Está destacado?",
    "In primo piano?",
    "Uitgelicht?",
  ],
  visibility: [
    "Visibility in catalog",
    "Catalog visibility",
    "Sichtbarkeit im Katalog",
    "Visibilité dans le catalogue",
    "Visibilidad en el catálogo",
    "Visibilità nel catalogo",
    "Zichtbaarheid in catalogus",
  ],
  short: [
    "Short description",
    "Kurzbeschreibung",
    "Description courte",
    "Descripción corta",
    "Breve descrizione",
    "Korte beschrijving",
    "Korte omschrijving",
  ],
  description: ["Description", "Beschreibung", "Descripción", "Descrizione", "Beschrijving"],
  saleFrom: ["Date sale price starts", "Datum, an dem Angebotspreis beginnt", "Data di partenza del prezzo in saldo"],
  saleUntil: ["Date sale price ends", "Datum, an dem Angebotspreis endet", "Termine data del prezzo di vendita"],
  inStock: ["In stock?", "Vorrätig?", "En stock ?", "¿Existencias?", "In magazzino?", "Op voorraad?"],
  stock: ["Stock", "Bestand", "Lager", "Inventario", "Magazzino", "Voorraad", "Stock quantity"],
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
  sale: ["Sale price", "Angebotspreis", "Tarif promo", "Precio rebajado", "Prezzo in offerta", "Actieprijs"],
  price: [
    "Regular price",
    "Regulärer Preis",
    "Tarif régulier",
    "Precio normal",
    "Prezzo di listino",
    "Reguliere prijs",
  ],
  categories: ["Categories", "Kategorien", "Catégories", "Categorías", "Categorie", "Categorieën", "Category"],
  tags: ["Tags", "Schlagwörter", "Étiquettes", "Etiquetas"],
  images: ["Images", "Bilder", "Imágenes", "Immagini", "Immagine", "Afbeeldingen"],
  parent: ["Parent", "Übergeordnetes Produkt", "Superior", "Genitore", "Hoofd", "Parent SKU"],
  brands: ["Brands", "Brand", "Marken"],
} as const;
export type WooColumn = keyof typeof WOO_COLUMNS;

/** Numbered columns of attributes, as each language writes them. `%` is the number. */
export const WOO_ATTRIBUTE = [
  { name: "Attribute % name", values: "Attribute % value(s)" },
  { name: "Attribut % Name", values: "Attribut % Wert(e)" },
  { name: "Nom de l’attribut %", values: "Valeur(s) de l’attribut %" },
  { name: "Nombre del atributo %", values: "Valor(es) del atributo %" },
  { name: "Nome dell'attributo %", values: "Valore dell'attributo %" },
  { name: "Attributo % nome", values: "Attributo % valuta(e)" },
  { name: "Naam eigenschap %", values: "Waarde(n) eigenschap %" },
  { name: "Naam eigenschap %", values: "Waarde eigenschap %" },
] as const;
