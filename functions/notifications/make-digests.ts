import { dayOf } from '../../shared/city/calendar.ts';
import type { UnitsDocument } from '../../shared/city/directory.ts';
import { stands } from '../../shared/city/hierarchy.ts';
import type { Clock } from '../../shared/clock.ts';
import {
  digestTelling,
  type Figures,
  figuresOf,
  hasNews,
  mondayOf,
  type QueuedReport,
  sumOf,
  worstUnits,
} from './digest.ts';
import type { DigestStore } from './digest-store.ts';
import type { Telling } from './notices.ts';
import type { PeopleReader } from './people-reader.ts';
import type { NoticesDocument } from './routing-table.ts';

interface Ground {
  store: Pick<DigestStore, 'queue' | 'done' | 'markDone'>;
  people: Pick<PeopleReader, 'colleagues'>;
  units: () => Promise<UnitsDocument['units']>;
  table: () => Promise<{ body: NoticesDocument }>;
  tell: (telling: Telling) => Promise<void>;
  isWorkingDay: (day: string) => boolean | Promise<boolean>;
  clock: Clock;
}

type Unit = UnitsDocument['units'][number];

/**
 * Makes the digests of today, if it is a working day: unit by unit, each marked when its people were told, so that a
 * run goes on where an earlier one stopped. A person gets each once, however often it is made. On the week's first
 * working day the city's leaders get theirs. `hasTime` is asked before each unit.
 */
export function digester(
  ground: Ground,
): (hasTime: () => boolean) => Promise<{ units: number; finished: boolean }> {
  const { store, people, units: readUnits, table, tell, isWorkingDay, clock } = ground;

  async function tellUnit(unit: Unit, day: string, now: Date): Promise<Figures> {
    const reports: QueuedReport[] = [];
    for await (const report of store.queue(unit.code)) reports.push(report);
    const [colleagues, { body }] = await Promise.all([people.colleagues(unit.code, day), table()]);
    const figures = figuresOf(reports, now);
    for (const { accountId, role } of colleagues) {
      if (role !== 'official' && role !== 'leader') continue;
      // An official hears of what is theirs, and of what in the unit is nobody's.
      const own = figuresOf(
        reports.filter(({ assignee }) => assignee === accountId),
        now,
      );
      const said = role === 'leader' ? figures : { ...own, unassigned: figures.unassigned };
      if (role === 'leader' ? figures.open === 0 : !hasNews(said)) continue;
      const event = role === 'leader' ? 'digest.leader' : 'digest.official';
      const telling = digestTelling(body, { event, accountId, day, unit, figures: said, now });
      if (telling !== null) await tell(telling);
    }
    return figures;
  }

  async function tellCity(
    units: readonly Unit[],
    done: ReadonlyMap<string, Figures>,
    day: string,
    now: Date,
  ) {
    const root = units.find(({ kind }) => kind === 'city');
    if (root === undefined) return;
    const [colleagues, { body }] = await Promise.all([people.colleagues(root.code, day), table()]);
    const all = units.flatMap(({ code, name }) => {
      const figures = done.get(code);
      return figures === undefined ? [] : [{ name, figures }];
    });
    const figures = sumOf(all.map((one) => one.figures));
    const more = { worst: worstUnits(all) };
    for (const { accountId, role } of colleagues) {
      if (role !== 'leader') continue;
      const digest = {
        event: 'digest.city',
        accountId,
        day: mondayOf(day),
        unit: root,
        figures,
        more,
        now,
      } as const;
      const telling = digestTelling(body, digest);
      if (telling !== null) await tell(telling);
    }
  }

  return async (hasTime) => {
    const now = clock.now();
    const day = dayOf(now);
    if (!(await isWorkingDay(day))) return { units: 0, finished: true };
    const units = (await readUnits()).filter((unit) => stands(unit, day));
    const done = await store.done(day);
    let told = 0;
    for (const unit of units) {
      if (done.has(unit.code)) continue;
      if (!hasTime()) return { units: told, finished: false };
      const figures = await tellUnit(unit, day, now);
      await store.markDone(day, unit.code, figures, now);
      done.set(unit.code, figures);
      told += 1;
    }
    const week = mondayOf(day);
    if (!(await store.done(weekOf(week))).has('city')) {
      if (!hasTime()) return { units: told, finished: false };
      await tellCity(units, done, day, now);
      await store.markDone(weekOf(week), 'city', sumOf([...done.values()]), now);
    }
    return { units: told, finished: true };
  };
}

const weekOf = (monday: string) => `WEEK#${monday}`;
