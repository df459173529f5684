/** How a photograph is turned, as Exif says it in a JPEG (CIPA DC-008, 4.5.4 and tag 0x0112). */

const EXIF = 0x45786966;
const ORIENTATION = 0x0112;
/** Cameras write about twenty. */
const EXIF_ENTRIES_MAX = 100;

/** 1 to 8 as the segment that begins at `at` says, 1 where it says nothing of it; null where it is none of Exif. */
export function jpegOrientation(view: DataView, at: number): number | null {
  if (view.getUint8(at + 1) !== 0xe1 || view.getUint32(at + 4) !== EXIF) return null;
  const tiff = at + 10;
  const little = view.getUint16(tiff) === 0x4949;
  const first = tiff + view.getUint32(tiff + 4, little);
  const entries = Math.min(view.getUint16(first, little), EXIF_ENTRIES_MAX);
  for (let index = 0; index < entries; index += 1) {
    const entry = first + 2 + index * 12;
    if (view.getUint16(entry, little) === ORIENTATION) return view.getUint16(entry + 8, little);
  }
  return UPRIGHT;
}
const UPRIGHT = 1;

/** True of the values that change how it is drawn. */
export const isTurnedBy = (orientation: number): boolean => orientation >= 2 && orientation <= 8;
/** True where width and height change places. */
export const isOnSide = (orientation: number | null): boolean =>
  orientation !== null && orientation >= 5 && orientation <= 8;

/** A segment that says this and nothing else. */
export function orientationSegment(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.of(0xff, 0xe1, 0, body.length + 2, ...body);
}
