import type { City } from '../../config.ts';

/** Variables that shared/settings.ts parses; a function gets those that it reads and no more. */
export const cityEnvironment = ({ runtime }: City) => ({ CITY: JSON.stringify(runtime) });
export const clockEnvironment = ({ clock }: City) => ({ CLOCK: JSON.stringify(clock) });

/** What each function behind the gateway needs: whom to believe and which pages may call. */
export const apiEnvironment = ({ issuers, deployment }: City) => ({
  ISSUERS: JSON.stringify(issuers),
  CORS_ORIGINS: JSON.stringify(deployment.corsOrigins),
});
