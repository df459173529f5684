/** Words that say nothing of what is looked for, in the languages of the store. They stay where a query has no others. */

const STOP_WORDS = new Set(
  [
    "a an and are at best buy by cheap do does for from i in is it my need new of on or some that the this to want what which with you your",
    "am auf aus bei das dem den der des die ein eine einem einen einer fur gunstig im in ist kaufen mein mit neu oder suche um und von zu zum zur",
    "من في على الى عن مع او و هذا هذه شراء",
  ].flatMap((words) => words.split(" ")),
);
/** What joins Japanese words. A piece is a run of letters, so only lone ones are meant. */
const PARTICLES = new Set(["の", "に", "で", "を", "は", "が", "と", "も", "へ"]);

export function withoutStopWords(pieces: readonly string[]): readonly string[] {
  const telling = pieces.filter((piece) => !STOP_WORDS.has(piece) && !PARTICLES.has(piece));
  return telling.length > 0 ? telling : pieces;
}
