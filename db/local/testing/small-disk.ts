import { spawnSync } from "node:child_process";
import { temporaryFolder } from "./folder.ts";

export interface SmallDisk {
  readonly path: string;
  /** Makes the disk larger, as an administrator would. */
  grow(megabytes: number): void;
  remove(): void;
}

/** A disk of this size in memory; undefined where we may not mount one (only root may, and not in every container). */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const folder = temporaryFolder("disk");
  const mount = (options: string): boolean =>
    spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder.path], { stdio: "ignore" }).status ===
    0;
  if (!mount(`size=${megabytes}m`)) {
    folder.remove();
    return undefined;
  }
  return {
    path: folder.path,
    grow: (size) => void mount(`remount,size=${size}m`),
    remove: () => {
      spawnSync("umount", ["-l", folder.path], { stdio: "ignore" });
      folder.remove();
    },
  };
}
