/**
 * Korean writes particles onto nouns: `이어폰을`, `이어폰의`. A particle is taken off where two syllables are left and it is
 * the form that Korean grammar puts after the noun's last sound, so that few words lose an end of their own. What is stored
 * and what is asked lose the same, so both meet.
 */

const SYLLABLE_FIRST = 0xac00;
/** Endings of a syllable in Unicode's order of Hangul (The Unicode Standard, 3.12); the first is none. */
const FINALS = 28;
const FINAL_RIEUL = 8;

type After = "consonant" | "vowel" | "any";
/** The longest first. */
const PARTICLES: readonly (readonly [particle: string, after: After])[] = [
  ["으로부터", "consonant"],
  ["에서", "any"],
  ["에게", "any"],
  ["부터", "any"],
  ["까지", "any"],
  ["처럼", "any"],
  ["보다", "any"],
  ["으로", "consonant"],
  ["은", "consonant"],
  ["이", "consonant"],
  ["을", "consonant"],
  ["과", "consonant"],
  ["는", "vowel"],
  ["가", "vowel"],
  ["를", "vowel"],
  ["와", "vowel"],
  ["로", "vowel"],
  ["의", "any"],
  ["에", "any"],
];
const STEM_SYLLABLES_MIN = 2;
const HANGUL = /^\p{Script=Hangul}+$/u;

/** The noun of a piece of Hangul; other pieces as they are. */
export function withoutParticle(piece: string): string {
  if (!HANGUL.test(piece)) return piece;
  const found = PARTICLES.find(
    ([particle, after]) =>
      piece.endsWith(particle) &&
      piece.length - particle.length >= STEM_SYLLABLES_MIN &&
      fits(piece.at(-particle.length - 1) ?? "", particle, after),
  );
  return found ? piece.slice(0, -found[0].length) : piece;
}

function fits(last: string, particle: string, after: After): boolean {
  const final = (last.charCodeAt(0) - SYLLABLE_FIRST) % FINALS;
  if (after === "any") return true;
  // `로` also follows the consonant ㄹ.
  if (particle === "로" && final === FINAL_RIEUL) return true;
  return (final === 0) === (after === "vowel");
}
