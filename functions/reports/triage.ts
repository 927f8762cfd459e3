import { system } from '../../shared/access/actor.ts';
import type { CategoryCode } from '../../shared/city/directory.ts';
import type { Timetable } from '../../shared/city/timetable.ts';
import type { Assessment } from '../../shared/triage/assessment.ts';
import { decide, type Decision, type TriageThresholds } from '../../shared/triage/decision.ts';
import { adjustClock, startTurn } from './clock.ts';
import { type Change, clockData, entryOf, type HandlingUnit, isOpen, type Report } from './report.ts';
import { scheduled } from './steps.ts';
import type { Similar } from './similar.ts';
import type { Triage } from './triage-record.ts';

interface Ground {
  now: Date;
  thresholds: TriageThresholds;
  timetable: Timetable;
  route: (category: CategoryCode, commune: string) => HandlingUnit;
  /** Open reports that are likely about the same, the likeliest first. */
  similar: readonly Similar[];
}

/**
 * A new report with what the machine made of it: at its office where the machine was sure, else where it was, with
 * suggestions and the reason. What a person has decided meanwhile stands. A category that its reporter chose stands too;
 * how urgent it is the machine says in any case. Null where there is nothing to do: triaged before, or over.
 */
export function triaged(report: Report, assessment: Assessment, ground: Ground): Change | null {
  if (report.triage !== null || !isOpen(report.status)) return null;
  const { now, thresholds, timetable, route } = ground;
  const decision = decide(assessment, thresholds);
  const triage = triageOf(assessment, decision, ground);
  const untouched = report.version === 1;
  // What may be urgent and may not is highly so until a person has looked, who is told at once.
  const doubtful = assessment.urgency.level === 'urgent' && !assessment.urgency.isSure;
  const level = doubtful ? 'high' : assessment.urgency.level;
  const urgency = untouched ? level : report.urgency;
  const goes = untouched && report.status === 'screening' && decision.to === 'routed';
  const known: Report = { ...report, triage, urgency };
  const placed: Report = goes
    ? {
        ...known,
        category: decision.category,
        unit: route(decision.category, report.commune),
        status: 'assigned',
      }
    : known;
  const timed = goes
    ? startTurn(report, placed, now, timetable)
    : adjustClock(report, placed, now, timetable);
  // How urgent it is moves its clock and no version: that makes no official's decision stale.
  const after = scheduled(
    report,
    goes ? { ...timed, version: report.version + 1, updatedAt: now.toISOString() } : timed,
    timetable,
  );
  const entry = entryOf(after, goes ? 'report.routed' : 'report.triaged', system, now, {
    audience: goes ? 'public' : 'office',
    data: {
      ...clockData(report, after),
      previousStatus: report.status,
      ...(goes && { previousUnit: report.unit.code }),
      ...(doubtful && untouched && { mayBeUrgent: true }),
      triage: {
        model: assessment.model,
        milliseconds: Math.round(assessment.milliseconds * 100) / 100,
        suggestions: triage.suggestions,
        urgency: assessment.urgency.level,
        urgent: round(assessment.urgency.urgent),
        ...(assessment.fellBack !== null && { fellBack: assessment.fellBack }),
        language: triage.language,
        outOfScope: triage.outOfScope,
        spam: triage.spam,
        reasons: triage.reasons,
      },
    },
  });
  return { report: after, takes: [], entry };
}

const round = (probability: number) => Math.round(probability * 1000) / 1000;

function triageOf(assessment: Assessment, decision: Decision, { now, similar }: Ground): Triage {
  const { model, language, category, urgency, outOfScope, spam, personalData, otherCommune } = assessment;
  return {
    at: now.toISOString(),
    model,
    language,
    suggestions: category.best.map(({ code, probability }) => ({
      category: code,
      probability: round(probability),
    })),
    urgency: urgency.level,
    isSure: urgency.isSure,
    words: urgency.words,
    outOfScope: outOfScope?.kind ?? null,
    spam: spam.reasons,
    personalData,
    otherCommune,
    duplicates: similar.map(({ report: { id, code }, score }) => ({ id, code, score })),
    reasons: decision.to === 'screening' ? decision.reasons : [],
  };
}
