/** The tags that are read, by their numbers in the EXIF standard (CIPA DC-008). */
const pointers = { camera: 0x8769, gps: 0x8825 };
const cameraTags = { time: 0x9003, offset: 0x9011 };
const gpsTags = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 };

const ascii = 2;
const unsignedLong = 4;
const rational = 5;

/** Texts of EXIF that are read have at most 20 letters, places three numbers. */
const longestText = 32;
const mostNumbers = 3;

/** What of EXIF is read: texts and numbers as they stand there, undefined where they are not as they should be. */
export interface Exif {
  /** `2026:11:23 09:15:03`, by the camera's wall clock. */
  time: string | undefined;
  /** `+07:00`: how far that clock is from UTC; few cameras say. */
  offset: string | undefined;
  latitude: readonly number[] | undefined;
  latitudeRef: string | undefined;
  longitude: readonly number[] | undefined;
  longitudeRef: string | undefined;
}

interface Entry {
  type: number;
  count: number;
  /** Where the entry's value or its offset stands. */
  at: number;
}

/**
 * Reads six tags of EXIF (a TIFF file in small, with or without `Exif` before it) and nothing else. General readers
 * build every value that a file declares: 64 kB that declare 5,000 arrays over the same bytes take gigabytes (measured
 * with exif-reader 2.0.3) and end the process. Throws a RangeError where EXIF points outside itself.
 */
export function readExif(bytes: Uint8Array): Exif {
  const start = text(bytes.subarray(0, 4)) === 'Exif' ? 6 : 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
  const littleEndian = view.getUint16(0) === 0x4949;
  const short = (at: number) => view.getUint16(at, littleEndian);
  const long = (at: number) => view.getUint32(at, littleEndian);

  function directory(at: number | undefined): Map<number, Entry> {
    if (at === undefined) return new Map();
    const entries = Array.from({ length: short(at) }, (_, index) => at + 2 + index * 12);
    return new Map(
      entries.map((entry) => [
        short(entry),
        { type: short(entry + 2), count: long(entry + 4), at: entry + 8 },
      ]),
    );
  }
  const pointerOf = (entry: Entry | undefined) =>
    entry?.type === unsignedLong && entry.count === 1 ? long(entry.at) : undefined;

  function textOf(entry: Entry | undefined): string | undefined {
    if (entry?.type !== ascii || entry.count > longestText) return undefined;
    const from = entry.count > 4 ? long(entry.at) : entry.at;
    const letters = Array.from({ length: entry.count }, (_, index) => view.getUint8(from + index));
    return text(letters).replace(/\0.*$/s, '').trim();
  }
  function numbersOf(entry: Entry | undefined): number[] | undefined {
    if (entry?.type !== rational || entry.count > mostNumbers) return undefined;
    const from = long(entry.at);
    return Array.from(
      { length: entry.count },
      (_, index) => long(from + index * 8) / long(from + index * 8 + 4),
    );
  }

  const image = directory(long(4));
  const camera = directory(pointerOf(image.get(pointers.camera)));
  const gps = directory(pointerOf(image.get(pointers.gps)));
  return {
    time: textOf(camera.get(cameraTags.time)),
    offset: textOf(camera.get(cameraTags.offset)),
    latitude: numbersOf(gps.get(gpsTags.latitude)),
    latitudeRef: textOf(gps.get(gpsTags.latitudeRef)),
    longitude: numbersOf(gps.get(gpsTags.longitude)),
    longitudeRef: textOf(gps.get(gpsTags.longitudeRef)),
  };
}

const text = (letters: Iterable<number>) => String.fromCharCode(...letters);
