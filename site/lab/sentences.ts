/** What the lab says of its results. */

import type { LabState } from './address.ts'
import { togetherOf, uncovered } from './ensemble-figure.ts'
import type { MemberFound, RacedFound, StudentFound } from './found.ts'
import type { Results } from './results.ts'
import { knownOf, percent } from './views.ts'

const classesOf = (count: number): string => `${count} ${count === 1 ? 'class' : 'classes'}`

export const statusSentence = (
  { raced, members, students, failure, isDone }: Results,
  mostMembers: number,
  { seed, data, start }: LabState,
  webAssembly: boolean,
): string => {
  if (failure !== null) return `These settings could not be trained: ${failure}`
  const what = `(seed ${seed}, data ${data}, start ${start})`
  const engine = webAssembly
    ? ''
    : ' This browser does not allow WebAssembly; plain loops give the same numbers.'
  if (isDone) return `${mostMembers} networks and two students were trained on your machine ${what}.${engine}`
  if (raced === null) return `Training the first network ${what} …${engine}`
  if (members.length < mostMembers)
    return `Training network ${members.length + 1} of ${mostMembers} ${what} …${engine}`
  return `Teaching student ${Math.max(1, students.length)} of 2 ${what} …${engine}`
}

/** Of how many classes the network has learned which views. */
export const learnedSentence = ({ learned, isDone, steps }: RacedFound): string => {
  const known = Array.from({ length: learned.length / 2 }, (_, i) => knownOf(learned, i))
  const count = (what: string): number => known.filter(each => each === what).length
  const parts = [
    [count('blue'), 'the blue view'],
    [count('orange'), 'the orange view'],
    [count('both'), 'both views'],
    [count('none'), 'no view'],
  ] as const
  const views = parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${what} of ${classesOf(number)}`)
  const list = new Intl.ListFormat('en').format(views)
  return isDone
    ? `The network learned ${list}.`
    : `Training was stopped after ${steps} steps. By then the network had learned ${list}.`
}

export const raceSentence = (raced: RacedFound): string => {
  const { learned, ahead, samples, trainingErrors, singleError, multiError, undecided } = raced
  const predicted = ahead.filter((view, i) => view !== null && learned[2 * i + view - 1]).length
  const sentences = [
    learnedSentence(raced),
    `It is ${trainingErrors === 0 ? `right on all ${samples}` : `wrong on ${trainingErrors} of ${samples}`} training samples.`,
    `On new samples that show one view it is wrong on ${percent(singleError)}, on those that show both on ${percent(multiError)}.`,
  ]
  if (undecided > 0)
    sentences.push(
      `For ${percent(undecided)} the bounds of the computation do not decide; they count as wrong.`,
    )
  if (ahead.every(view => view !== null))
    sentences.push(
      `In ${predicted} of ${classesOf(ahead.length)} it learned the view that was ahead at the start, after a correction for how strongly the data show each.`,
    )
  return sentences.join(' ')
}

export const uncoveredSentence = (
  members: number,
  lost: readonly number[],
  error: number,
  predicted: number,
): string => {
  const who = members === 1 ? 'One network' : `${members} networks`
  const condition = members === 1 ? 'it learns' : 'each learns'
  const measured = `${who}: wrong on ${percent(error)}. If ${condition} one view of every class, the theory says about ${percent(predicted)}.`
  if (lost.length === 0)
    return `${measured} Every view of every class has been learned by at least one of them.`
  const which = lost.map(i => i + 1).join(', ')
  return `${measured} ${lost.length === 1 ? `Of class ${which}` : `Of the classes ${which}`} nobody has the second view.`
}

/** Names of the students in a figure. */
export const studentTitles: Readonly<Record<StudentFound['name'], string>> = {
  labels: 'taught by labels',
  ensemble: 'taught by the ensemble',
  self: 'taught by one other',
}

export const studentSentence = (students: readonly StudentFound[]): string => {
  const of = (name: StudentFound['name']) => students.find(each => each.name === name)
  const [labels, ensemble, self] = [of('labels'), of('ensemble'), of('self')]
  if (labels === undefined || ensemble === undefined) return ''
  const both = Array.from({ length: ensemble.learned.length / 2 }, (_, i) =>
    knownOf(ensemble.learned, i),
  ).filter(known => known === 'both').length
  const sentences = [
    `The student of the ensemble learned both views of ${classesOf(both)} and is wrong on ${percent(ensemble.error)}, where a network that learned from labels is wrong on ${percent(labels.error)}.`,
  ]
  if (self !== undefined)
    sentences.push(
      `A network that one other has taught is wrong on ${percent(self.error)}; the theory says half as often as before.`,
    )
  if (!ensemble.isDone || self?.isDone === false)
    sentences.push('A student ran out of steps before it matched its teacher.')
  return sentences.join(' ')
}

/** What a network has learned from one other. */
export const pairSentence = (before: MemberFound, teacher: MemberFound, taught: StudentFound): string => {
  const classes = taught.learned.length / 2
  const bothOf = (learned: readonly boolean[]): number =>
    Array.from({ length: classes }, (_, i) => knownOf(learned, i)).filter(known => known === 'both').length
  const together = classes - uncovered(togetherOf([before, teacher])).length
  const sentences = [
    `Of ${classesOf(classes)}, the two networks have learned both views of ${together} between them, and the taught network has learned both of ${bothOf(taught.learned)}.`,
    `It was wrong on ${percent(before.error)} before, and is wrong on ${percent(taught.error)} after.`,
  ]
  if (!taught.isDone) sentences.push('It ran out of steps before it matched its teacher.')
  return sentences.join(' ')
}
