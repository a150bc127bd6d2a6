/**
 * Called before every step, and at the end, with the step and the loss. `strength` gives Λ [2k] at
 * these weights (view ℓ of class i at 2i + ℓ − 1), and looks at them only if it is called.
 */
export type Progress = (step: number, loss: number, strength: () => Float64Array) => void
