/**
 * The transcendental functions that vectors compute: those of doubles, and those of single floats.
 */
import type { FloatType } from '../engine.ts'
import { arccosine, arcsine, arctangentOf } from './emit-arctangent.ts'
import { digamma } from './emit-digamma.ts'
import { complementaryErrorFunction, errorFunction, gelu } from './emit-erf.ts'
import { exponential } from './emit-exp.ts'
import { logarithm, logarithmForSingle } from './emit-log.ts'
import { sigmoid, sigmoidForSingle } from './emit-sigmoid.ts'
import { silu } from './emit-silu.ts'
import { cosine, cosineForSingle, sine, sineForSingle } from './emit-sin-cos.ts'
import { exponentialOfSingles, hyperbolicTangentOfSingles } from './emit-single.ts'
import { softplus, softplusForSingle } from './emit-softplus.ts'
import { hyperbolicTangent } from './emit-tanh.ts'
import type { Generator } from './vectors.ts'

interface Way {
  readonly ofDoubles: Generator
  /** The function of single floats in the type `singlesIn`. Otherwise it is that of doubles. */
  readonly ofSingles?: Generator
  /** The type in which vectors compute the function of single floats; usually doubles. */
  readonly singlesIn?: FloatType
  /**
   * The vectors of doubles that are computed at a time, usually 4. For long functions 2 are faster,
   * since the registers do not hold the values of 4.
   */
  readonly together?: number
}

const ways = {
  exp: { ofDoubles: exponential, ofSingles: exponentialOfSingles, singlesIn: 'float32' },
  log: { ofDoubles: logarithm, ofSingles: logarithmForSingle, together: 2 },
  tanh: { ofDoubles: hyperbolicTangent, ofSingles: hyperbolicTangentOfSingles, singlesIn: 'float32' },
  sigmoid: { ofDoubles: sigmoid, ofSingles: sigmoidForSingle },
  silu: { ofDoubles: silu },
  softplus: { ofDoubles: softplus, ofSingles: softplusForSingle },
  sin: { ofDoubles: sine, ofSingles: sineForSingle, together: 2 },
  cos: { ofDoubles: cosine, ofSingles: cosineForSingle, together: 2 },
  atan: { ofDoubles: arctangentOf, together: 2 },
  asin: { ofDoubles: arcsine, together: 2 },
  acos: { ofDoubles: arccosine, together: 2 },
  erf: { ofDoubles: errorFunction, together: 2 },
  erfc: { ofDoubles: complementaryErrorFunction, together: 2 },
  gelu: { ofDoubles: gelu, together: 2 },
  digamma: { ofDoubles: digamma, together: 2 },
} satisfies Record<string, Way>

export type TranscendentalName = keyof typeof ways
export const TRANSCENDENTAL = Object.keys(ways) as TranscendentalName[]

const wayOf = (name: TranscendentalName): Way => ways[name]

export const generatorOf = (name: TranscendentalName, type: FloatType): Generator => {
  const { ofDoubles, ofSingles = ofDoubles } = wayOf(name)
  return type === 'float32' ? ofSingles : ofDoubles
}

/** The type in which vectors compute a function of a type. */
export const computedIn = (name: TranscendentalName, type: FloatType): FloatType =>
  (type === 'float32' && wayOf(name).singlesIn) || 'float64'

/** The vectors that a kernel computes at a time. */
export const vectorsTogether = (name: TranscendentalName, type: FloatType): number => {
  const { ofSingles, together = 4 } = wayOf(name)
  return type === 'float32' && ofSingles ? 4 : together
}
