import type { Engine } from '../../shared/triage/engine.ts';
import { withoutDiacritics } from '../../shared/triage/diacritics.ts';
import type { Measured } from './examples-file.ts';
import type { Answer } from '../../shared/triage/measures.ts';

/** What an engine answers to texts, next to what people say of them. */
export interface Answers {
  categories: Answer[];
  /** Of the texts whose urgency people name. */
  urgencies: Answer[];
  /** Those of them that are surely urgent by the engine. */
  surelyUrgent: Answer[];
  /** Of all texts: out of scope or `in`. */
  scopes: Answer[];
  milliseconds: number;
}

/** Asks an engine one text after the other; `stripped` without their diacritics. */
export async function answersOf(
  engine: Engine,
  measured: readonly Measured[],
  { stripped }: { stripped: boolean },
): Promise<Answers> {
  const answers: Answers = { categories: [], urgencies: [], surelyUrgent: [], scopes: [], milliseconds: 0 };
  for (const { text, category, urgency, outOfScope } of measured) {
    const found = await engine.triage({ text: stripped ? withoutDiacritics(text) : text });
    answers.categories.push({
      actual: category,
      answered: found.category.code,
      confidence: found.category.confidence,
    });
    if (urgency !== undefined) {
      const answer = { actual: urgency, answered: found.urgency.level, confidence: found.urgency.urgent };
      answers.urgencies.push(answer);
      if (answer.answered === 'urgent' && found.urgency.isSure) answers.surelyUrgent.push(answer);
    }
    answers.scopes.push({
      actual: outOfScope ?? 'in',
      answered: found.outOfScope?.kind ?? 'in',
      confidence: found.outOfScope?.confidence ?? 1,
    });
    answers.milliseconds += found.milliseconds;
  }
  return answers;
}
