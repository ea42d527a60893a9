import { fileURLToPath } from "node:url";

// Tests start many processes; compiling the SDKs is most of what each of them does (see cli/oxygis.mjs).
process.env.NODE_COMPILE_CACHE ||= fileURLToPath(new URL("node_modules/.cache/oxygis-compile/", import.meta.url));

/** @type {import("jest").Config} */
export default {
    testEnvironment: "node",
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
    // The SDK loads these for closures as text, npm's dependency trees and tracing: nothing that a test does.
    moduleNameMapper: {
        "^(typescript|@npmcli/arborist|normalize-package-data|pacote)$": "<rootDir>/test/support/notLoaded.ts",
    },
    // Whole-program and engine tests start processes.
    testTimeout: 60_000,
    // One more than the machine of CI has cores: a worker that waits for a process leaves its core to another.
    maxWorkers: 3,
};
