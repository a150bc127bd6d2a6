/** The dials, the presets and the buttons of the lab. */

import {
  clash,
  type Dial,
  type DialValues,
  defaults,
  dialNames,
  dials,
  type Preset,
  presets,
  shown,
  sigmaAt,
} from './dials.ts'
import { html } from './dom.ts'

/** The preset of these values, if it is one. */
export const presetOf = (values: DialValues): Preset | undefined =>
  presets.find(preset => dialNames.every(name => values[name] === { ...defaults, ...preset.values }[name]))

/** @returns the elements, and a function to call when the values have changed. */
export const controls = (change: (values: DialValues) => void) => {
  let values = defaults
  const why = html('p', { class: 'why' })
  const buttons = presets.map(({ title, values: ofPreset }) =>
    html(
      'button',
      { type: 'button', class: 'choice', click: () => change({ ...defaults, ...ofPreset }) },
      title,
    ),
  )
  const rows = dialNames.map(name => {
    const { symbol, meaning, low, high, scale } = dials[name] as Dial
    const output = html('output', {})
    const describe = `${name}-meaning`
    const input = html('input', {
      type: 'range',
      id: `dial-${name}`,
      min: low,
      max: high,
      'aria-describedby': describe,
      // While a slider moves, only its number changes; the networks wait until it rests.
      input: () => write(scale(Number(input.value))),
      change: () => {
        const value = scale(Number(input.value))
        change({ ...values, [name]: value, ...(name === 'q' ? { sigma: sigmaAt(value) } : {}) })
      },
    })
    const write = (value: number): void => {
      output.textContent = shown(name, value)
      input.setAttribute('aria-valuetext', output.textContent)
    }
    return {
      name,
      input,
      write,
      element: html(
        'div',
        { class: 'dial' },
        html('label', { for: `dial-${name}` }, html('span', { class: 'symbol' }, symbol), ' = ', output),
        input,
        html('p', { id: describe, class: 'meaning' }, meaning),
      ),
    }
  })
  const update = (now: DialValues): void => {
    values = now
    for (const { name, input, write } of rows) {
      input.value = String(Math.round((dials[name] as Dial).position(now[name])))
      write(now[name])
    }
    const preset = presetOf(now)
    buttons.forEach((button, at) => {
      button.setAttribute('aria-pressed', String(presets[at] === preset))
    })
    why.textContent =
      clash(now) ?? preset?.why ?? 'Settings of your own. “The lottery” brings the first ones back.'
  }
  return {
    presets: html(
      'div',
      { class: 'presets', role: 'group', 'aria-label': 'Where the lottery works, and where it breaks' },
      ...buttons,
    ),
    why,
    dials: html('div', { class: 'dials' }, ...rows.map(({ element }) => element)),
    update,
  }
}
