import type { Clock } from '../../shared/clock.ts';
import { DomainError, errors } from '../../shared/errors.ts';
import type { Handlers } from '../../shared/http/route.ts';
import type { ModelStore } from './model-store.ts';
import { type routes, shippedName } from './routes.ts';

export function triageHandlers(store: ModelStore, clock: Clock): Handlers<typeof routes> {
  return {
    async listModels() {
      const [current, models] = await Promise.all([store.active(), store.all()]);
      const active = current?.body.model?.version ?? shippedName;
      const items = models
        .toSorted((a, b) => b.trainedAt.localeCompare(a.trainedAt))
        .map((model) => ({ ...model, active: model.version === active }));
      return { status: 200, body: { active, items, nextCursor: null } };
    },

    async activateModel({ params: { version } }) {
      const current = await store.active();
      const active = current?.body.model?.version ?? shippedName;
      if (active === version) return { status: 200, body: { active } };
      const objectKey = version === shippedName ? null : await store.objectKeyOf(version);
      if (version !== shippedName && objectKey === null) throw new DomainError(errors.notFound);
      await store.activate(current, objectKey === null ? null : { version, objectKey }, clock.now());
      return { status: 200, body: { active: version } };
    },
  };
}
