/** Lines of a text that is too large to hold. Node's own reader also ends a line at U+2028 and U+2029, which JSON may have inside a string. */

/** Splits at `\n` and takes a `\r` before it off. Throws when a line is longer than `lengthMax` characters. */
export async function* linesOf(chunks: AsyncIterable<string>, lengthMax: number): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
    if (rest.length > lengthMax) throw new RangeError(`A line is longer than ${lengthMax} characters`);
  }
  if (rest !== "") yield rest;
}
