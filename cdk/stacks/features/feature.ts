import type { Ground } from '../../constructs/ground.ts';
import type { DataStack } from '../data.ts';

/** What a feature's part of the stateless stack is built from. */
export interface FeatureProps {
  ground: Ground;
  data: DataStack;
}
