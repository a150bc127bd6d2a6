/** A network in training, whichever model computes it, and what is known of it. */

import type { Flow } from '../descent/flow.ts'
import type { OutputLayout } from '../objective/output-layout.ts'
import type { FieldIn } from '../objective/sample-field.ts'
import type { Certificate } from './certificate.ts'

/** The correlations of a network that are not near their start. */
export interface ReducedCorrelation {
  /** a of every class on its own features, [k, V, m]. */
  readonly own: Float64Array
  /**
   * Neurons that have grown on a feature of another class: class, neuron, feature, and ⟨w, v⟩,
   * [promoted, 4].
   */
  readonly promoted: Float64Array
}

/**
 * A network that can be trained on one field after another: the reduced model
 * (multirate/model.ts), or the limit model (limit-trainee.ts).
 *
 * @typeParam S the state of its flows.
 */
export interface Trainee<S> {
  /** The layout of the outputs. It grows when a neuron is promoted. */
  readonly layout: OutputLayout
  /** The flow of a field from the present weights, at time 0. */
  begin(field: FieldIn): Flow<S>
  correlation(): ReducedCorrelation
  /** What was not computed. It may promote a neuron, and so change the layout. */
  certificate(): Certificate
}
