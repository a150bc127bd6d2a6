/** The names that users can import. Every change of this list is a change for users. */
import { expect, test } from 'vitest'

test('the only entry', async () => {
  expect(
    Object.keys(await import('@multiview/cluster'))
      .sort()
      .join(' '),
  ).toMatchInlineSnapshot(`"QueueGone QueueRefused TaskFailed emptyQueue inventory openQueue serveQueue"`)
})
