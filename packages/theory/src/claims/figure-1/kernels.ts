/** The kinds of Figure 1 for tangent kernels, whose features training does not change. */

import type { Context } from '../claim.ts'
import type { Taught } from '../shared/distilled.ts'
import type { Draws, Errors } from './kinds.ts'

type Request = Context<Draws> & { readonly settings: Taught }

export interface KernelSet<Kinds> {
  readonly errors: Kinds
  /** How many models err on their training set. */
  readonly imperfect: number
}

/**
 * On one data set: the kernels, their ensemble, all of them trained as one average, and students of
 * soft labels that have the features of one kernel each.
 */
export const kernelsOn = async (request: Request, dataSet: number): Promise<KernelSet<Errors>> => {
  const { students, imperfect, ...errors } = await tangent(request, dataSet, request.settings.temperature)
  if (students === undefined) throw new Error('figure-1: the task has no students, although it asks for them')
  return { errors: { ...errors, ...students }, imperfect }
}

/** The same without students, which take most of the time. */
export const kernelsAloneOn = async (
  request: Request,
  dataSet: number,
): Promise<KernelSet<Pick<Errors, 'single' | 'ensemble' | 'average'>>> => {
  const { imperfect, ...errors } = await tangent(request, dataSet)
  return { errors, imperfect }
}

const tangent = (
  { scheduler, settings, seed, draws }: Request,
  dataSet: number,
  studentTemperature?: number,
) =>
  scheduler.run({
    kind: 'tangent',
    settings: {
      ...settings,
      neurons: draws.kernelNeurons,
      model: 'limit',
      stepRule: 'adaptive',
      maxSteps: draws.kernelSteps,
    },
    seed,
    dataset: `${dataSet}`,
    initializations: Array.from({ length: draws.kernelMembers }, (_, j) => `kernel ${dataSet}/${j}`),
    singlePerCell: draws.testPerCell,
    multiPerClass: draws.testPerClass,
    ...(studentTemperature === undefined ? {} : { studentTemperature }),
  })
