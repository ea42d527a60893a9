/** @type {import("jest").Config} */
export default {
    testEnvironment: "node",
    testMatch: ["<rootDir>/test/**/*.test.ts"],
    transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
    // Whole-program and engine tests start processes; the machine that CI has got two cores.
    testTimeout: 60_000,
    maxWorkers: 2,
};
