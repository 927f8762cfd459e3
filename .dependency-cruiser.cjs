// The house's walls. Each rule says in its comment what it keeps apart and why.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'features-never-import-each-other',
      comment: 'Features meet in events/ and shared/ only, so that one can be changed or removed alone.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'rules-and-contracts-import-no-aws',
      comment:
        'Rules, routes and events are pure. What talks to AWS says so in its name: api, store, on-…, …-store, …-reader, …-client.',
      severity: 'error',
      from: {
        path: '^(functions/[^/]+/[^/]+|events/.+|shared/(city|access|triage)/.+)\\.ts$',
        pathNot:
          '^((functions|shared)/[^/]+/(api|store|image|on-[^/]+|.+-(store|reader|client))|shared/city/documents)\\.ts$',
      },
      to: {
        path: 'node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools|@middy)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'shared-knows-no-feature',
      comment: 'What features share must not depend on one of them.',
      severity: 'error',
      from: { path: '^(shared|events)/' },
      to: { path: '^(functions|cdk|local|test)/' },
    },
    {
      name: 'what-runs-does-not-import-what-deploys',
      comment: 'Functions must not pull the CDK, the local city or tests into their bundles.',
      severity: 'error',
      from: { path: '^(functions|shared|events)/' },
      to: { path: '^(cdk|local|test)/|node_modules/(aws-cdk-lib|constructs|oidc-provider)/' },
    },
    {
      name: 'cdk-reads-contracts-only',
      comment: 'The stacks read routes and configuration, never handlers.',
      severity: 'error',
      from: { path: '^cdk/' },
      to: { path: '^functions/', pathNot: '/routes\\.ts$' },
    },
    {
      name: 'no-circular',
      comment: 'A circle has no inside.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'aws-lambda is a package of types alone.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^aws-lambda$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk\\.out|\\.build|\\.local)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
