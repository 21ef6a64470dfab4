/** Platt scaling with a prior: from log-odds to the probability of being right, by what was seen to be right. */

/** probability = sigmoid(scale · logOdds + offset). */
export interface PlattScaling {
  readonly scale: number;
  readonly offset: number;
}

/** One decision: the log-odds that were given, and whether they were right. */
export interface Outcome {
  readonly logOdds: number;
  readonly right: boolean;
}

/** Variances of the normal prior around scale 1 and offset 0, where nothing changes. */
export interface PlattPrior {
  readonly scaleVariance: number;
  readonly offsetVariance: number;
}

const iterations = 50;
const leastScale = 0.05;

export function sigmoid(logOdds: number): number {
  return logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));
}

/** Log-odds of a probability, which is kept a hair away from 0 and 1. */
export function logOddsOf(probability: number): number {
  const kept = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(kept / (1 - kept));
}

/**
 * The most probable scaling given the outcomes and the prior (Newton's method on a convex loss, halved where a step
 * would not lower it). Without outcomes it is the prior's. The scale is never negative: more stays more.
 */
export function fitPlatt(outcomes: readonly Outcome[], prior: PlattPrior): PlattScaling {
  let scale = 1;
  let offset = 0;
  let loss = lossOf(outcomes, prior, scale, offset);
  for (let iteration = 0; iteration < iterations; iteration++) {
    let gradientScale = (scale - 1) / prior.scaleVariance;
    let gradientOffset = offset / prior.offsetVariance;
    let scaleScale = 1 / prior.scaleVariance;
    let offsetOffset = 1 / prior.offsetVariance;
    let scaleOffset = 0;
    for (const { logOdds, right } of outcomes) {
      const probability = sigmoid(scale * logOdds + offset);
      const error = probability - (right ? 1 : 0);
      const curvature = probability * (1 - probability);
      gradientScale += error * logOdds;
      gradientOffset += error;
      scaleScale += curvature * logOdds * logOdds;
      scaleOffset += curvature * logOdds;
      offsetOffset += curvature;
    }
    const determinant = scaleScale * offsetOffset - scaleOffset * scaleOffset;
    const stepScale = (offsetOffset * gradientScale - scaleOffset * gradientOffset) / determinant;
    const stepOffset = (scaleScale * gradientOffset - scaleOffset * gradientScale) / determinant;
    let length = 1;
    let next = lossOf(outcomes, prior, scale - stepScale, offset - stepOffset);
    while (next > loss && length > 1e-6) {
      length /= 2;
      next = lossOf(outcomes, prior, scale - length * stepScale, offset - length * stepOffset);
    }
    if (!(loss - next > 1e-12)) break;
    scale -= length * stepScale;
    offset -= length * stepOffset;
    loss = next;
  }
  return { scale: Math.max(leastScale, scale), offset };
}

function lossOf(outcomes: readonly Outcome[], prior: PlattPrior, scale: number, offset: number): number {
  let loss = (scale - 1) ** 2 / (2 * prior.scaleVariance) + offset ** 2 / (2 * prior.offsetVariance);
  for (const { logOdds, right } of outcomes) {
    const signed = (scale * logOdds + offset) * (right ? -1 : 1);
    loss += signed > 0 ? signed + Math.log1p(Math.exp(-signed)) : Math.log1p(Math.exp(signed));
  }
  return loss;
}
