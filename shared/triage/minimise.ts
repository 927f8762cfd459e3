/** A function's value and gradient at a point; the gradient is written into `gradient`. */
export type Slope = (point: Float64Array, gradient: Float64Array) => number;

/**
 * The lowest point of a smooth convex function from `start` on, by L-BFGS with a backtracking search: no step sizes to
 * choose and nothing random, so the same examples give the same model.
 */
export function minimise(slope: Slope, start: Float64Array, steps: number, tolerance = 1e-4): Float64Array {
  const memory = 6;
  const size = start.length;
  let point: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(size);
  let value = slope(point, gradient);
  const first = Math.sqrt(dot(gradient, gradient));
  const past: { moved: Float64Array; turned: Float64Array; curvature: number }[] = [];

  for (let step = 0; step < steps; step += 1) {
    const direction = newDirection(gradient, past);
    const descent = dot(direction, gradient);
    let length = past.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(size);
    const nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 20; tries += 1, length /= 2) {
      for (let at = 0; at < size; at += 1) next[at] = (point[at] ?? 0) + length * (direction[at] ?? 0);
      nextValue = slope(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * descent) break;
    }
    if (!(nextValue < value)) return point;
    const moved = difference(next, point);
    const turned = difference(nextGradient, gradient);
    const curvature = dot(moved, turned);
    if (curvature > 0) past.push({ moved, turned, curvature });
    if (past.length > memory) past.shift();
    [point, gradient, value] = [next, nextGradient, nextValue];
    if (Math.sqrt(dot(gradient, gradient)) < tolerance * first) break;
  }
  return point;
}

/** The two loops of L-BFGS: downhill, bent by what the last steps showed of the curvature. */
function newDirection(
  gradient: Float64Array,
  past: readonly { moved: Float64Array; turned: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { moved, turned, curvature } of past.toReversed()) {
    const alpha = dot(moved, direction) / curvature;
    alphas.unshift(alpha);
    add(direction, turned, -alpha);
  }
  const last = past.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.turned, last.turned);
    for (let at = 0; at < direction.length; at += 1) direction[at] = (direction[at] ?? 0) * scale;
  }
  past.forEach(({ moved, turned, curvature }, index) => {
    add(direction, moved, (alphas[index] ?? 0) - dot(turned, direction) / curvature);
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] ?? 0) + times * (what[at] ?? 0);
}

const difference = (a: Float64Array, b: Float64Array) => a.map((value, at) => value - (b[at] ?? 0));
