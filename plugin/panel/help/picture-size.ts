export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Size of a WebP picture in pixels (RFC 9649, 2.5 to 2.7), so that a page keeps its place free while it loads. Null for
 * anything else.
 */
export function webpSize(file: Buffer): PictureSize | null {
  if (file.byteLength < 30 || file.toString("latin1", 8, 12) !== "WEBP") return null;
  const form = file.toString("latin1", 12, 16);
  if (form === "VP8X") return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
  if (form === "VP8 ")
    return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  if (form !== "VP8L") return null;
  const bits = file.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
