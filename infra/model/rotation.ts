/**
 * Which generation of generated values is in use. Raising a number makes every customer's value anew at the next deployment; the old
 * one stays in the vault as an earlier version of the secret.
 */
export const rotation = { firstLogin: 1, signingKey: 1 } as const;
