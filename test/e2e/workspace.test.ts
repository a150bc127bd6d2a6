import { expect, test } from 'vitest'

test('the packages resolve by their public names', async () => {
  for (const name of ['tensor', 'network', 'theory'])
    expect(await import(`@multiview/${name}`)).toBeTypeOf('object')
})
