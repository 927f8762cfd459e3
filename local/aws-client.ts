import { region } from './configuration.ts';

/** Settings of an SDK client that speaks to a local city. */
export function awsClient({ endpoint }: { endpoint: string }) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  };
}
