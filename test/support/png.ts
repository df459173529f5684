/** Makes photographs for tests: a real PNG of any size, its colours running from one corner to the other. */

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});
const BLOCK_MAX = 65_535;

/** 8-bit colour, not compressed (RFC 2083, RFC 1950 and 1951). `seed` tells pictures of one size apart. */
export function pngOf(width: number, height: number, seed = 0): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let y = 0, at = 0; y < height; y += 1) {
    at += 1;
    for (let x = 0; x < width; x += 1)
      for (const value of [(x * 255) / width, (y * 255) / height, seed * 37]) {
        rows[at] = value & 255;
        at += 1;
      }
  }
  const head = new Uint8Array([...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]);
  return joined([
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", stored(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = joined([new TextEncoder().encode(name), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return joined([new Uint8Array(uint32(data.length)), body, new Uint8Array(uint32(~crc >>> 0))]);
}

function stored(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [new Uint8Array([0x78, 0x01])];
  for (let at = 0; at < data.length; at += BLOCK_MAX) {
    const block = data.subarray(at, at + BLOCK_MAX);
    const length = [block.length & 255, block.length >>> 8];
    const inverse = length.map((byte) => byte ^ 255);
    parts.push(new Uint8Array([at + BLOCK_MAX >= data.length ? 1 : 0, ...length, ...inverse]), block);
  }
  let [low, high] = [1, 0];
  for (const byte of data) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return joined([...parts, new Uint8Array(uint32(((high << 16) | low) >>> 0))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const CHANNELS = 4;

/** Reads what a printed PNG (8-bit, with transparency, not interlaced) shows at a place: six hexadecimal digits. */
export async function pixelsOf(png: Uint8Array<ArrayBuffer>): Promise<(x: number, y: number) => string> {
  const view = new DataView(png.buffer, png.byteOffset);
  const width = view.getUint32(16);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at))
    if (String.fromCharCode(...png.subarray(at + 4, at + 8)) === "IDAT")
      parts.push(png.slice(at + 8, at + 8 + view.getUint32(at)));
  const inflated = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  const rows = unfiltered(new Uint8Array(await new Response(inflated).arrayBuffer()), width * CHANNELS);
  return (x, y) => {
    const at = (y * width + x) * CHANNELS;
    return Array.from(rows.subarray(at, at + 3), (value) => value.toString(16).padStart(2, "0")).join("");
  };
}

/** Each row begins with the way it was filtered (PNG, third edition, section 9). */
function unfiltered(data: Uint8Array, rowBytes: number): Uint8Array {
  const height = data.length / (rowBytes + 1);
  const out = new Uint8Array(height * rowBytes);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (rowBytes + 1)] ?? 0;
    for (let x = 0; x < rowBytes; x += 1) {
      const at = y * rowBytes + x;
      const left = x < CHANNELS ? 0 : (out[at - CHANNELS] ?? 0);
      const up = y === 0 ? 0 : (out[at - rowBytes] ?? 0);
      const corner = x < CHANNELS || y === 0 ? 0 : (out[at - rowBytes - CHANNELS] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[at] = (data[y * (rowBytes + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
