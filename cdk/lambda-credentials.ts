/**
 * Stands in for the SDK's @aws-sdk/credential-provider-node in bundles: Lambda gives a function its credentials as
 * variables, so the other ways to find some (sign-on, profiles, instance metadata; 110 kB to 135 kB) are left out.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
