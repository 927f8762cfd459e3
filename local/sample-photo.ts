import sharp from 'sharp';

/** A drawn photo of a pothole (JPEG, 1280 × 960) with the time and place that a camera notes in EXIF. */
export async function samplePhoto(caption: string, takenAt: Date): Promise<Buffer<ArrayBuffer>> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960">
    <rect width="1280" height="960" fill="#8a8f94"/>
    <rect y="430" width="1280" height="24" fill="#e8e3d0"/>
    <ellipse cx="640" cy="640" rx="260" ry="110" fill="#2f2b28"/>
    <ellipse cx="640" cy="655" rx="200" ry="70" fill="#4d6070"/>
    <text x="60" y="120" font-size="64" font-family="sans-serif" fill="#fff">${caption}</text>
  </svg>`;
  const time = takenAt.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
  const jpeg = await sharp(Buffer.from(svg))
    .withExif({
      IFD0: { Make: 'City', Model: 'Sample', DateTime: time },
      IFD2: { DateTimeOriginal: time },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '16/1 28/1 120/10',
        GPSLongitudeRef: 'E',
        GPSLongitude: '107/1 34/1 450/10',
      },
    })
    .jpeg({ quality: 85 })
    .toBuffer();
  return Buffer.from(jpeg);
}
