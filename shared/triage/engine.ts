import type { Assessment } from './assessment.ts';

/** What a triage engine is given of a report. */
export interface TriageInput {
  /** As the citizen typed it. */
  text: string;
  /** The commune that the report's place lies in, where known. */
  commune?: string | undefined;
  /** Its photos as JPEG, small: asked for by engines that look at pictures. */
  photos?: () => Promise<readonly Uint8Array[]>;
}

/** Whoever assesses texts: the local model, or another behind the same port. A text is never a reason to throw. */
export interface Engine {
  name: string;
  triage(input: TriageInput): Promise<Assessment>;
}
