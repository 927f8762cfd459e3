import type { Actor } from '../../shared/access/actor.ts';
import { accountsOf, can, type Resource } from '../../shared/access/permissions.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors, type Text } from '../../shared/errors.ts';
import type { Handlers } from '../../shared/http/route.ts';
import { newId } from '../../shared/identifiers.ts';
import type { Photo } from '../../shared/photo-record.ts';
import { readVisibility } from '../../shared/report-visibility.ts';
import type { LinkClient } from './link-client.ts';
import { sizes } from '../../shared/photo-record.ts';
import { refusals, uploadSeconds } from './photo.ts';
import type { routes } from './routes.ts';
import type { PictureStore } from './picture-store.ts';
import type { PhotoStore } from './store.ts';

export interface PhotoDependencies {
  store: PhotoStore;
  pictures: Pick<PictureStore, 'hasUpload'>;
  links: LinkClient;
  clock: Clock;
  limits: CityConfig['photos'];
}

export function photoHandlers({
  store,
  pictures,
  links,
  clock,
  limits,
}: PhotoDependencies): Handlers<typeof routes> {
  /** A photo that the caller may see, as its owner or by the report that took it; any other is as if not there. */
  async function seen(id: string, actor: Actor): Promise<{ photo: Photo; report: Resource | null }> {
    const photo = await store.find(id);
    if (photo === null) throw new DomainError(errors.notFound);
    const isOwn = accountsOf(actor).includes(photo.ownerId);
    const report = photo.reportId ? await readVisibility(store.table, photo.reportId) : null;
    if (!isOwn && (report === null || !can(actor, 'photos.read', report)))
      throw new DomainError(errors.notFound);
    return { photo, report };
  }

  /**
   * An awaited photo whose upload is there is being checked, even while the worker has a long queue before it: on a
   * flood day nobody's report should wait for that.
   */
  async function arrived(photo: Photo): Promise<Photo> {
    if (photo.state !== 'awaiting' || !(await pictures.hasUpload(photo.id))) return photo;
    await store.markChecking(photo.id);
    return (await store.find(photo.id)) ?? photo;
  }

  return {
    async createPhoto({ actor, body }) {
      if (actor.accountId === null) throw new DomainError(errors.unauthenticated);
      const now = clock.now();
      const id = newId(now);
      const photo: Photo = {
        id,
        ownerId: actor.accountId,
        state: 'awaiting',
        createdAt: now.toISOString(),
        contentType: body.contentType,
      };
      await store.create(photo, new Date(now.getTime() + limits.orphanHours * 3_600_000));
      const { url, fields } = await links.uploadForm(id, body.contentType, limits.maxBytes);
      const expiresAt = new Date(Date.now() + uploadSeconds * 1000).toISOString();
      return { status: 201, body: { photoId: id, upload: { url, fields }, expiresAt } };
    },

    async getPhoto({ actor, params, language }) {
      const { photo: found, report } = await seen(params.id, actor);
      const photo = await arrived(found);
      const handles = report !== null && can(actor, 'reports.handle', report);
      return {
        status: 200,
        body: {
          id: photo.id,
          state: photo.state,
          reason: photo.reason ?? null,
          reasonText: photo.reason ? wordsFor(photo.reason)[language] : null,
          links:
            photo.state === 'ready'
              ? { small: `/v1/photos/${photo.id}/320`, large: `/v1/photos/${photo.id}/1600` }
              : null,
          ...(handles && {
            camera: { takenAt: photo.takenAt ?? null, location: photo.takenLocation ?? null },
          }),
        },
      };
    },

    async viewPhoto({ actor, params }) {
      const { photo } = await seen(params.id, actor);
      const size = sizes.find((one) => String(one) === params.size);
      if (photo.state !== 'ready' || size === undefined) throw new DomainError(errors.notFound);
      const location = await links.view(photo.id, size, limits.linkSeconds);
      const headers = { location, 'cache-control': 'private, max-age=300', vary: 'Authorization' };
      return { status: 302, headers };
    },
  };
}

function wordsFor(reason: string): Text {
  const known = Object.entries(refusals).find(([code]) => code === reason);
  return known?.[1] ?? refusals['not-a-picture'];
}
