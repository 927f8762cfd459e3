import * as z from 'zod';
import { Point } from '../../shared/city/directory.ts';
import type { Routes } from '../../shared/http/route.ts';
import { Id, Time } from '../../shared/identifiers.ts';
import { sizes } from '../../shared/photo-record.ts';
import { contentTypes } from './photo.ts';

const Upload = z
  .strictObject({
    photoId: Id,
    upload: z
      .strictObject({ url: z.url(), fields: z.record(z.string(), z.string()) })
      .meta({ description: 'A form to POST: all fields, then the file as the field "file"' }),
    expiresAt: Time.meta({ description: 'Until then the form is good' }),
  })
  .meta({ id: 'Upload' });

const PhotoView = z
  .strictObject({
    id: Id,
    state: z.enum(['awaiting', 'checking', 'ready', 'refused']).meta({
      description: 'After the upload ask again until it is checking or ready: a report takes it then',
    }),
    reason: z.string().nullable().meta({ description: 'Why it was refused: a stable word' }),
    reasonText: z.string().nullable().meta({ description: 'The same in words' }),
    links: z
      .strictObject({ small: z.string(), large: z.string() })
      .nullable()
      .meta({ description: 'When ready' }),
    camera: z.strictObject({ takenAt: z.string().nullable(), location: Point.nullable() }).optional().meta({
      description: 'What the camera wrote into the picture; for the offices that handle its report',
    }),
  })
  .meta({ id: 'Photo' });

/** The contract of photos. */
export const routes = {
  createPhoto: {
    method: 'POST',
    path: '/photos',
    summary: 'Ask for a form to upload a photo with',
    action: 'photos.create',
    limit: 'photos',
    body: z.strictObject({ contentType: z.enum(contentTypes) }),
    responses: { 201: Upload },
  },
  getPhoto: {
    method: 'GET',
    path: '/photos/{id}',
    summary: 'How far a photo is: awaited, being checked, ready or refused',
    action: 'photos.read',
    params: z.object({ id: Id }),
    responses: { 200: PhotoView },
    etag: true,
  },
  viewPhoto: {
    method: 'GET',
    path: '/photos/{id}/{size}',
    summary:
      'Redirects to the picture, at most 320 or 1,600 pixels on its longer side; the address lives 15 minutes',
    action: 'photos.read',
    params: z.object({ id: Id, size: z.enum(sizes.map(String)) }),
    responses: { 302: null },
  },
} as const satisfies Routes;

/** What the gateway sends to this feature. */
export const gatewayPaths = ['/photos', '/photos/{proxy+}'] as const;
