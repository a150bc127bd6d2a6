import { claims, presets, settingsOf, sizeIn } from '@multiview/theory'
import { test } from 'vitest'

test('x', () => {
  const c = claims.find(c => c.id === 'ensemble-law')!
  for (const p of ['quick', 'standard', 'full'] as const) {
    const t = Date.now()
    console.log(p, c.risks!(settingsOf(c, presets[p], {}), sizeIn(c, p).draws), Date.now() - t)
  }
})
