import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'The leader pulls away before the other has moved',
  statement:
    'For x_{t+1} ≥ x_t + ηC_t x_t^{q−1} and y_{t+1} ≤ y_t + ηS·C_t y_t^{q−1} with q ≥ 3 and x_0 ' +
    '≥ y_0·S^{1/(q−2)}(1 + 1/polylog k): when x has reached A, y is still at most O(y_0·polylog ' +
    'k).',
  source: 'Allen-Zhu and Li, ICLR 2023, Lemma D.19',
  explanation: {
    quantity: 'growth of the smaller number, relative to what the lemma allows',
    why:
      'This is the snowball by itself: two numbers, and each grows by a power q − 1 of its own ' +
      'size. The larger needs a finite time to become large, and most of that time passes while ' +
      'it is still small. The smaller needs longer, and has hardly moved when the larger has ' +
      'arrived. With q = 2 both would grow by the same factor, and a lead would stay as it is.',
  },
  control: {
    id: 'no-head-start',
    statement: 'x_0 = y_0 and S = 1, without the head start: y grows exactly as x does, up to A.',
  },
  settingLabels: {
    powers: ['powers', 'q'],
    headStarts: ['head starts x₀/(y₀ S^{1/(q−2)}) − 1', ''],
    advantages: ['factors of the growth of y', 'S'],
    start: ['start', 'x₀'],
    lastStep: ['largest relative growth of x in one step', ''],
    ratePatterns: ['patterns of the rates at which x and y grow', 'C_t'],
    largestEnd: ['largest end, in units of the start', 'A/x₀'],
  },
}
