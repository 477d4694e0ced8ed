import { defineConfig } from "vitest/config";

/** Every workspace's tests in one run. Tests that need engines start real ones themselves. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    setupFiles: ["scripts/test-seed.ts"],
    projects: [
      { extends: true, test: { name: "core", include: ["core/src/**/*.test.ts"] } },
      { extends: true, test: { name: "db", include: ["db/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "workers",
          include: ["workers/**/*.test.ts"],
          globalSetup: ["workers/test/global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["cli/src/**/*.test.ts"],
          globalSetup: ["workers/test/global-setup.ts"],
        },
      },
      { extends: true, test: { name: "scripts", include: ["scripts/**/*.test.ts"] } },
      { extends: true, test: { name: "web", include: ["web/src/**/*.test.ts", "web/src/**/*.test.tsx"] } },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          fileParallelism: false,
          globalSetup: ["e2e/support/global-setup.ts"],
        },
      },
    ],
  },
});
