/**
 * Blanks what an AVIF says of its making. Its boxes name each other by where they stand in the file (ISO/IEC 14496-12, 8.11),
 * so nothing is taken out: the bytes of Exif and XMP items are written over where they lie, with an Exif that says nothing.
 */

type Box = { name: string; from: number; to: number };
/** A picture has about ten, a moving one a few dozen. */
const ITEMS_MAX = 1_000;
const EMPTY_EXIF = [0, 0, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0];
const BLANK = 0x20;

export function withoutAvifMetadata(bytes: Uint8Array, view: DataView): Uint8Array | null {
  const boxes = boxesOf(view, 0, bytes.length);
  const meta = boxes?.find(({ name }) => name === "meta");
  // One that only moves has none of its own.
  if (!boxes || !meta) return boxes ? bytes : null;
  const inside = boxesOf(view, meta.from + 4, meta.to);
  const [infos, places] = [inside?.find(({ name }) => name === "iinf"), inside?.find(({ name }) => name === "iloc")];
  if (!inside || !infos || !places) return inside ? bytes : null;
  const kinds = kindsOf(view, infos);
  if (!kinds || kinds.size === 0) return kinds && bytes;
  const clean = bytes.slice();
  const data = inside.find(({ name }) => name === "idat");
  const isPlaced = eachPlace(view, places, (id, from, length, isInside) => {
    const kind = kinds.get(id);
    const start = isInside ? (data?.from ?? bytes.length) + from : from;
    if (!kind) return;
    clean.fill(BLANK, start, start + length);
    if (kind === "Exif") clean.fill(0, start, start + length).set(EMPTY_EXIF.slice(0, length), start);
  });
  return isPlaced ? clean : null;
}

const nameAt = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));

/** Null where a box is longer than what it stands in. `from` is behind its head. */
function boxesOf(view: DataView, start: number, end: number): Box[] | null {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const said = view.getUint32(at);
    const isLarge = said === 1;
    const length = isLarge ? Number(view.getBigUint64(at + 8)) : said === 0 ? end - at : said;
    if (length < (isLarge ? 16 : 8) || at + length > end) return null;
    boxes.push({ name: nameAt(view, at + 4), from: at + (isLarge ? 16 : 8), to: at + length });
    at += length;
  }
  return boxes;
}

/** Items that are about the picture: Exif, and what is called a document of some type, as XMP is. */
function kindsOf(view: DataView, { from, to }: Box): Map<number, "Exif" | "mime"> | null {
  const isShort = view.getUint8(from) === 0;
  const infos = boxesOf(view, from + (isShort ? 6 : 8), to);
  if (!infos || infos.length > ITEMS_MAX) return null;
  const kinds = new Map<number, "Exif" | "mime">();
  for (const info of infos.filter(({ name }) => name === "infe")) {
    const version = view.getUint8(info.from);
    if (version < 2) continue;
    const id = version === 2 ? view.getUint16(info.from + 4) : view.getUint32(info.from + 4);
    const kind = nameAt(view, info.from + (version === 2 ? 8 : 10));
    if (kind === "Exif" || kind === "mime") kinds.set(id, kind);
  }
  return kinds;
}

/** Tells where each item's bytes lie: in the file, or in the box beside. False where it cannot be told. */
function eachPlace(
  view: DataView,
  { from }: Box,
  tell: (id: number, from: number, length: number, isInside: boolean) => void,
): boolean {
  const version = view.getUint8(from);
  const [sizes, more] = [view.getUint8(from + 4), view.getUint8(from + 5)];
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, more >> 4];
  const indexBytes = version === 0 ? 0 : more & 15;
  let at = from + 6;
  const read = (bytes: number): number => {
    at += bytes;
    if (bytes === 0) return 0;
    if (bytes === 2) return view.getUint16(at - 2);
    return bytes === 4 ? view.getUint32(at - 4) : Number(view.getBigUint64(at - 8));
  };
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((bytes) => ![0, 4, 8].includes(bytes))) return false;
  const idBytes = version < 2 ? 2 : 4;
  const items = read(idBytes);
  if (items > ITEMS_MAX) return false;
  for (let item = 0; item < items; item += 1) {
    const id = read(idBytes);
    const method = version === 0 ? 0 : read(2) & 15;
    read(2);
    const base = read(baseBytes);
    const extents = read(2);
    if (extents > ITEMS_MAX) return false;
    for (let extent = 0; extent < extents; extent += 1) {
      read(indexBytes);
      const start = base + read(offsetBytes);
      tell(id, start, read(lengthBytes), method === 1);
    }
  }
  return true;
}
