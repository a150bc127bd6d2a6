/**
 * Called before every step, and at the end, with the step and the loss. `strength` computes Λ [V·k]
 * at these weights when it is called (view ℓ of class i at V·i + ℓ − 1).
 */
export type Progress = (step: number, loss: number, strength: () => Float64Array) => void
