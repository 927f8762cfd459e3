import type { Clock } from '../../shared/clock.ts';
import type { Handlers } from '../../shared/http/route.ts';
import type { ReportLists } from './list-store.ts';
import type { routes } from './routes.ts';
import { similarReader } from './similar-reader.ts';
import { viewOf } from './view.ts';

/** Before a report is sent: is it there already? */
export function similarHandlers(
  lists: ReportLists,
  clock: Clock,
): Pick<Handlers<typeof routes>, 'findSimilar'> {
  const findSimilar = similarReader(lists);
  return {
    async findSimilar({ actor, body: { description: text, ...search }, language }) {
      const now = clock.now();
      const found = await findSimilar({ ...search, text, at: now });
      const items = found.map(({ report, ...rest }) => ({
        ...rest,
        report: viewOf(report, actor, language, now),
      }));
      return { status: 200, body: { items, nextCursor: null } };
    },
  };
}
