/** Seven letters and digits that stand for a text, the same each time: to tell apart, never to prove. */

export const SHORT_HASH_LENGTH = 7;

/** 32-bit FNV-1a, in base 36, lower case. */
export function shortHashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).padStart(SHORT_HASH_LENGTH, "0");
}
