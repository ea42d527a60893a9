/** Exit codes of the command, see docs of `oxygis --help`. */
export const exitCode = { good: 0, failed: 1, wrongUse: 2 } as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Wrong use of the command or of its files: the message says what to write instead; exit code 2. */
export class UsageError extends Error {}
