import { defineConfig } from 'vitest/config';

// unit: rules, no AWS · cdk: the stacks' templates · integration: stores and workers on the emulator ·
// journeys: HTTP only, on the deployed city. The last two get their city from test/run.ts.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      {
        test: {
          name: 'cdk',
          include: ['test/cdk/**/*.test.ts'],
          // The CDK takes seconds to load: once for all files.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
