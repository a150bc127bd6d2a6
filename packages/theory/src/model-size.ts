/** Refuses, before anything is trained, settings of models that no machine here could hold. */

import {
  type DenseSettings,
  type DistillationSettings,
  SettingError,
  type Settings,
} from '@multiview/network'

/** The most that one array of a model or of its data may take, 16 GiB: more is a digit too many more likely than a wish. */
const mostBytes = 2 ** 34

/**
 * Arrays of float64: the correlations of k·m neurons with 2k features and with the noise of N·P patches; in R^d the weights, the features and
 * the patches. What distils runs on the reduced model, which takes the noise of all patches for one class at a time.
 *
 * @throws SettingError when one of them would take more memory than is allowed.
 */
export const checkModelSize = ({
  classes,
  neurons,
  samples,
  patches,
  dimension = 0,
  temperature,
}: Settings & Partial<DenseSettings> & Partial<DistillationSettings>): void => {
  const classesAtOnce = temperature === undefined ? classes : 1
  const sizes: readonly [name: string, value: number, elements: number][] = [
    ['classes', classes, classes * neurons * 2 * classes],
    ['samples', samples, classesAtOnce * neurons * samples * patches],
    ['dimension', dimension, dimension * Math.max(classes * neurons, 2 * classes, samples * patches)],
  ]
  const [name, value, elements] = sizes.reduce((largest, each) => (each[2] > largest[2] ? each : largest))
  if (8 * elements > mostBytes)
    throw new SettingError(
      name,
      value,
      `less, or less of the others: ${Math.round((8 * elements) / 2 ** 30)} GiB would be needed for one array, and 16 are the most`,
    )
}
