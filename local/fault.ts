/** What can go wrong around a local city and a person can mend: one clear sentence, and what to do. */
export class Fault extends Error {
  readonly advice: string;

  constructor(what: string, advice: string) {
    super(what);
    this.name = 'Fault';
    this.advice = advice;
  }
}

/** Says on stderr what went wrong: a fault by its sentence and advice, what nobody foresaw with its stack. */
export function explain(error: unknown): void {
  if (error instanceof Fault) console.error(`\n✗ ${error.message}\n  ${error.advice}`);
  else console.error('\n✗ This should not have happened:', error);
}
