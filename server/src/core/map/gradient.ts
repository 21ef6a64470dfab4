/** The gradient of t-SNE's cost: what differs between nearness among the vectors and nearness on the map. */
import type { Affinities } from './affinities.js';
import { QuadTree } from './quadTree.js';

/** Places of points, or a force on each. */
export interface Plane {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function planeOf(points: number): Plane {
  return { x: new Float64Array(points), y: new Float64Array(points) };
}

export class Gradient {
  readonly #affinities: Affinities;
  readonly #tree: QuadTree;
  readonly #repulsion: Plane;

  constructor(affinities: Affinities, points: number) {
    this.#affinities = affinities;
    this.#tree = new QuadTree(points);
    this.#repulsion = planeOf(points);
  }

  /**
   * Fills `out` with 4 Σ_j (exaggeration·p_ij − q_ij)·w_ij·(y_i − y_j) for each point i
   * (van der Maaten and Hinton 2008, equation 5).
   * @param theta of `QuadTree.repel`; 0 is exact.
   */
  at(places: Plane, exaggeration: number, theta: number, out: Plane): void {
    const points = places.x.length;
    this.#tree.build(places.x, places.y);
    const repulsion = this.#repulsion;
    const sum = Math.max(this.#tree.repel(theta, repulsion.x, repulsion.y), Number.MIN_VALUE);
    out.x.fill(0);
    out.y.fill(0);
    this.#attract(places, out);
    for (let i = 0; i < points; i++) {
      out.x[i] = 4 * (exaggeration * (out.x[i] ?? 0) - (repulsion.x[i] ?? 0) / sum);
      out.y[i] = 4 * (exaggeration * (out.y[i] ?? 0) - (repulsion.y[i] ?? 0) / sum);
    }
  }

  /** An edge pulls at both its ends, so that directed edges add up to symmetric ones. */
  #attract({ x, y }: Plane, out: Plane): void {
    const { k, indices, weights } = this.#affinities;
    for (let i = 0; i < x.length; i++) {
      const ownX = x[i] ?? 0;
      const ownY = y[i] ?? 0;
      let sumX = 0;
      let sumY = 0;
      for (let edge = i * k; edge < (i + 1) * k; edge++) {
        const weight = weights[edge] ?? 0;
        if (weight === 0) continue;
        const j = indices[edge] ?? 0;
        const dx = ownX - (x[j] ?? 0);
        const dy = ownY - (y[j] ?? 0);
        const pull = weight / (1 + dx * dx + dy * dy);
        sumX += pull * dx;
        sumY += pull * dy;
        out.x[j] = (out.x[j] ?? 0) - pull * dx;
        out.y[j] = (out.y[j] ?? 0) - pull * dy;
      }
      out.x[i] = (out.x[i] ?? 0) + sumX;
      out.y[i] = (out.y[i] ?? 0) + sumY;
    }
  }
}
