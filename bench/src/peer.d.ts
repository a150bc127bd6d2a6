/** What the bench asks of a library: to get ready for a piece of work, and to be sampled. */
import type { Sampler } from './timing.ts';
import type { Work } from './workload.ts';
export interface Task {
    readonly sample: Sampler;
    /** Gives back what the task holds outside the garbage collector's reach. */
    readonly end?: () => void;
}
export interface Peer {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    /** Null for work the library cannot do, or not in this number type. */
    prepare(work: Work): Promise<Task | null>;
    end?(): void;
}
//# sourceMappingURL=peer.d.ts.map