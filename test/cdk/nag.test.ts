import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { newCity } from './synthesis.ts';

/** Every finding as `rule at path`, as if nothing were acknowledged. */
function allFindings(app: IConstruct): { rule: string; path: string }[] {
  const pack = new AwsSolutionsChecks();
  // cdk-nag has no option for it, and says nothing of acknowledgements that match no finding.
  Object.assign(pack, { isAcknowledged: () => false });
  return pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
    );
}

function acknowledgements(app: IConstruct): { rule: string; path: string; reason: string }[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([id, reason]) => ({
          rule: id.replace(/^annotation::/i, ''),
          path: construct.node.path,
          reason,
        })),
      ),
  );
}

describe.each(['local', 'staging', 'production'])('cdk-nag AwsSolutions, stage %s', (stage) => {
  // Not synthesised: afterwards references between the stacks are named by exports, with a hash in them.
  const { app } = newCity({ stage });

  test('finds nothing that is not acknowledged', () => {
    const { violations } = new AwsSolutionsChecks().validateScope(app);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
    expect(found).toEqual([]);
  });

  test('needs every acknowledgement, and each has its reason', () => {
    const findings = allFindings(app);
    const given = acknowledgements(app);
    expect(given.length).toBeGreaterThan(5);
    const dead = given.filter(
      ({ rule, path }) =>
        !findings.some(
          (finding) =>
            finding.rule === rule && (finding.path === path || finding.path.startsWith(`${path}/`)),
        ),
    );
    expect(dead).toEqual([]);
    for (const { reason } of given) expect(reason).toMatch(/^.{30,}\.$/);
  });
});
