export interface Machine {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly platform: string;
    readonly node: string;
    readonly v8: string;
    readonly kernels: string;
    /** Load of the last minute before the bench began: above 0.5 other work was going on. */
    readonly loadBefore: number;
    readonly date: string;
}
export declare const machine: () => Machine;
//# sourceMappingURL=machine.d.ts.map