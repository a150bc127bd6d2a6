/** Plays the race: a clock between 0 and the last step, with play, pause, steps and a speed. */

import { html } from './dom.ts'

export interface Player {
  readonly element: HTMLElement
  /** How far it may play: the last recorded step, and whether more may come. */
  setEnd(step: number, isOver: boolean): void
  play(): void
  /** Stops at a step. */
  standAt(step: number): void
  /** Shows the last step, also while more come. */
  showEnd(): void
  /** Begins again from the start. */
  rewind(): void
}

/** At speed 1 a race lasts this long, in seconds. */
const duration = 8
const speeds = [0.25, 0.5, 1, 2, 4] as const

/** What a visitor asks for. */
interface Wishes {
  press(): void
  seek(step: number): void
  stepBy(steps: number): void
}

const controlsOf = (wishes: Wishes) => {
  const button = html('button', { type: 'button', class: 'main', click: wishes.press }, 'Play')
  const slider = html('input', {
    type: 'range',
    min: 0,
    max: 1,
    value: 0,
    'aria-label': 'Step of training',
    input: () => wishes.seek(Number(slider.value)),
  })
  const output = html('output', { class: 'step' }, 'step 0')
  const choice = html(
    'select',
    { 'aria-label': 'Speed' },
    ...speeds.map(each => html('option', { value: each, selected: each === 1 }, `${each}×`)),
  )
  const element = html(
    'div',
    { class: 'player' },
    button,
    html('button', { type: 'button', click: () => wishes.stepBy(-1), 'aria-label': '−1 step' }, '−1'),
    html('button', { type: 'button', click: () => wishes.stepBy(1), 'aria-label': '+1 step' }, '+1'),
    choice,
    slider,
    output,
  )
  const showStep = (step: number, last: number): void => {
    slider.max = String(Math.max(1, last))
    slider.value = String(Math.round(step))
    const text = `step ${Math.round(step)} of ${last}`
    slider.setAttribute('aria-valuetext', text)
    output.textContent = text
  }
  return { element, button, showStep, speed: () => Number(choice.value) }
}

/**
 * @param moveTo draws the race at a step.
 * @param stands is called with the step when the clock stands still, and with null when it plays or
 * has ended.
 */
export const player = (moveTo: (step: number) => void, stands: (step: number | null) => void): Player => {
  let last = 0
  let isOver = false
  let position = 0
  let playing = false
  let before = 0

  const { element, button, showStep, speed } = controlsOf({
    press: () => (playing ? pause() : play()),
    seek: step => standAt(step),
    stepBy: steps => standAt(Math.min(last, Math.max(0, Math.round(position) + steps))),
  })

  const draw = (): void => {
    const shown = Math.min(position, last)
    showStep(shown, last)
    moveTo(shown)
  }
  const setPlaying = (now: boolean): void => {
    playing = now
    button.textContent = now ? 'Pause' : position >= last && isOver ? 'Play again' : 'Play'
  }
  const frame = (now: number): void => {
    if (!playing) return
    // A tab in the background gets no frames; the race goes on where it was. The first frame may
    // have begun before the press of the button.
    const seconds = Math.min(0.1, Math.max(0, now - before) / 1000)
    before = now
    position = Math.min(last, position + (seconds * speed() * Math.max(200, last)) / duration)
    draw()
    if (position >= last && isOver) {
      setPlaying(false)
      stands(null)
    } else requestAnimationFrame(frame)
  }
  const play = (): void => {
    if (position >= last && isOver) position = 0
    if (!playing) {
      before = performance.now()
      requestAnimationFrame(frame)
      stands(null)
    }
    setPlaying(true)
  }
  const pause = (): void => {
    setPlaying(false)
    stands(Math.round(position))
  }
  const standAt = (step: number): void => {
    position = Math.min(step, isOver ? last : step)
    setPlaying(false)
    draw()
    stands(Math.round(position))
  }
  return {
    element,
    setEnd: (step, over) => {
      last = step
      isOver = over
      if (over) position = Math.min(position, last)
      draw()
      if (!playing) setPlaying(false)
    },
    play,
    standAt,
    showEnd: () => {
      position = Number.POSITIVE_INFINITY
      draw()
      setPlaying(false)
    },
    rewind: () => {
      position = 0
      last = 0
      isOver = false
      draw()
    },
  }
}
