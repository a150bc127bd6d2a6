/** The types of settings, derived from the table that declares them. */

import type { ChoiceSetting, NumberSetting, settingGroups } from './table.ts'

/** A closed range [low, high] from which a value is drawn uniformly. */
export type Range = readonly [low: number, high: number]

type ValueOf<Record> =
  Record extends ChoiceSetting<infer Choice>
    ? Choice
    : Record extends NumberSetting<'range'>
      ? Range
      : Record extends NumberSetting<'list'>
        ? readonly number[]
        : number

/** The values of the settings of a group. */
export type ValuesOf<Group> = { readonly [Name in keyof Group]: ValueOf<Group[Name]> }

type Groups = typeof settingGroups

/**
 * The distributions D_m, D_s and their mixture (Definition 1 of arXiv 2012.09816), in any
 * dimension.
 */
export interface DataSettings extends ValuesOf<Groups['data']> {}

/** The two-layer network with smoothed ReLU and its initialization, as in the paper. */
export interface NetworkSettings extends ValuesOf<Groups['network']> {}

/** Gradient descent: its step rule, its variants, and when it ends. */
export interface TrainingSettings extends ValuesOf<Groups['training']> {}

/** Ensembles of independently initialized models. */
export interface EnsembleSettings extends ValuesOf<Groups['ensemble']> {}

/**
 * Distillation, (4.3) and (4.4).
 *
 * Usage: `const settings: Settings & DistillationSettings = regimes.theorems`
 */
export interface DistillationSettings extends ValuesOf<Groups['distillation']> {}

/**
 * Settings that patches in R^d have, but not the limit d → ∞.
 *
 * Usage: `const settings: Settings & DenseSettings = regimes.dense`
 */
export interface DenseSettings extends ValuesOf<Groups['dense']> {}

/**
 * All settings of one run of the limit model; a dense run also has `DenseSettings`.
 *
 * Usage: `const settings: Settings = { ...regimes.limit, neurons: 8 }`
 */
export interface Settings extends DataSettings, NetworkSettings, TrainingSettings, EnsembleSettings {}
