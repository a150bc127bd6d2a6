import type { Machine } from './machine.ts';
import type { Row } from './measure.ts';
export interface Run {
    readonly machine: Machine;
    readonly startUpMs: number;
    readonly rows: readonly Row[];
}
/** The section's body for a run. */
export declare const speedSection: ({ machine, startUpMs, rows }: Run) => string;
//# sourceMappingURL=speed-section.d.ts.map