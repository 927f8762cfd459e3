import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Says why a rule of cdk-nag's AwsSolutions does not hold for a construct. Tests fail for a finding that nobody
 * acknowledged and for an acknowledgement that no finding needs.
 */
export function acknowledge(construct: IConstruct, rules: readonly string[], reason: string): void {
  for (const rule of rules) Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}
