export declare const targets: readonly string[];
export interface PackagedFile {
  readonly from: string;
  readonly to: string;
}
export declare function packagedFiles(root: string, target: string): Promise<PackagedFile[]>;
export declare function packagedManifest(manifest: Record<string, unknown>): Record<string, unknown>;
export declare function stage(options: {
  readonly root: string;
  readonly target: string;
  readonly folder: string;
  readonly bundle: (outdir: string) => Promise<string[]>;
}): Promise<string[]>;
