/**
 * The transcendental functions that vectors compute: those of doubles, and those of single floats.
 * Some of the latter are computed in doubles and then rounded.
 */
import type { FloatType } from '../engine.ts'
import { exponential } from './emit-exp.ts'
import { logarithm, logarithmForSingle } from './emit-log.ts'
import { sigmoid, sigmoidForSingle } from './emit-sigmoid.ts'
import { cosine, cosineForSingle, sine, sineForSingle } from './emit-sin-cos.ts'
import { exponentialOfSingles, hyperbolicTangentOfSingles } from './emit-single.ts'
import { softplus, softplusForSingle } from './emit-softplus.ts'
import { hyperbolicTangent } from './emit-tanh.ts'
import type { Generator } from './vectors.ts'

export const TRANSCENDENTAL = ['exp', 'log', 'tanh', 'sigmoid', 'softplus', 'sin', 'cos'] as const
export type TranscendentalName = (typeof TRANSCENDENTAL)[number]

const forSingle: Record<TranscendentalName, Generator> = {
  exp: exponentialOfSingles,
  log: logarithmForSingle,
  tanh: hyperbolicTangentOfSingles,
  sigmoid: sigmoidForSingle,
  softplus: softplusForSingle,
  sin: sineForSingle,
  cos: cosineForSingle,
}
const forDouble: Record<TranscendentalName, Generator> = {
  exp: exponential,
  log: logarithm,
  tanh: hyperbolicTangent,
  sigmoid,
  softplus,
  sin: sine,
  cos: cosine,
}

export const generatorOf = (name: TranscendentalName, type: FloatType): Generator =>
  (type === 'float32' ? forSingle : forDouble)[name]

/** The type in which vectors compute a function of a type. */
export const computedIn = (name: TranscendentalName, type: FloatType): FloatType =>
  name === 'exp' || name === 'tanh' ? type : 'float64'
