import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { awsClient } from './aws-client.ts';
import { readCityFile } from './city-file.ts';
import { explain, Fault } from './fault.ts';

// npm run job -- NAME [JSON]: runs a job of the running city now and prints what it says.
const jobs: Record<string, { function: string; input: string }> = {
  'due-sweep': { function: 'city-local-reports-on-due-sweep', input: '{}' },
  'orphan-sweep': { function: 'city-local-photos-on-orphan-sweep', input: '{}' },
  'succession-sweep': { function: 'city-local-reports-on-succession-sweep', input: '{}' },
  'erasure-sweep': { function: 'city-local-personal-data-on-erasure-sweep', input: '{}' },
  punctuality: { function: 'city-local-punctuality-on-count', input: '{}' },
  retrain: { function: 'city-local-triage-on-retrain', input: '{}' },
  digest: { function: 'city-local-notifications-on-digest', input: '{}' },
  'delivery-sweep': { function: 'city-local-notifications-on-delivery-sweep', input: '{}' },
  'audit-seal': { function: 'city-local-audit-on-seal', input: '{}' },
  'audit-check': { function: 'city-local-audit-on-check', input: '{}' },
  republish: { function: 'city-local-outbox-on-republish', input: '' },
};

try {
  const [name = '', given] = process.argv.slice(2);
  const job = jobs[name];
  if (job === undefined)
    throw new Fault(`There is no job '${name}'.`, `There are: ${Object.keys(jobs).join(', ')}`);
  const input = given ?? job.input;
  if (!isJson(input)) {
    const example = `npm run job -- republish '{"day":"${new Date().toISOString().slice(0, 10)}"}'`;
    throw new Fault(`The job ${name} needs its input as JSON.`, `For example: ${example}`);
  }
  const lambda = new LambdaClient(awsClient(readCityFile()));
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: job.function, Payload: Buffer.from(input) }),
  );
  const said = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined)
    throw new Fault(`The job ${name} failed: ${said}`, "The city's log says more.");
  console.log(said || 'done');
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
