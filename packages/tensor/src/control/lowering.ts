import { type Lower, plainSteps } from '../jit/step.ts'

/** How bodies are compiled. The main entry sets steps with loops in WebAssembly. */
export const lowering: { steps: Lower } = { steps: plainSteps }
