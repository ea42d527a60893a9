/** What the application is told in one key of the configuration store, and which values of it keep the promise. */
export interface RequiredSetting {
    readonly keeps: (value: unknown) => boolean;
    /** The values that do, for people. */
    readonly ask: string;
}

const exactly = (wanted: string | boolean): RequiredSetting => ({
    keeps: (value) => value === wanted,
    ask: JSON.stringify(wanted),
});
const atLeast = (least: number): RequiredSetting => ({
    keeps: (value) => typeof value === "number" && value >= least,
    ask: `a number, ${least} or more`,
});
const between = (least: number, most: number): RequiredSetting => ({
    keeps: (value) => typeof value === "number" && value >= least && value <= most,
    ask: `a number from ${least} to ${most}`,
});
const withAll = (...wanted: readonly string[]): RequiredSetting => ({
    keeps: (value) => Array.isArray(value) && wanted.every((one) => value.includes(one)),
    ask: `a list with ${wanted.join(", ")}`,
});
const onlyOf = (...allowed: readonly string[]): RequiredSetting => ({
    keeps: (value) => Array.isArray(value) && value.length > 0 && value.every((one) => allowed.includes(one as string)),
    ask: `a list of ${allowed.join(", ")}`,
});

/** PWD-1, SW-8. Iterations: OWASP Password Storage Cheat Sheet, 210,000 for PBKDF2-HMAC-SHA512; "duizenden" is the page's word. */
export const hashingSettings: Readonly<Record<string, RequiredSetting>> = {
    "settings:password:hash:algorithm": exactly("PBKDF2-HMAC-SHA512"),
    "settings:password:hash:iterations": atLeast(210_000),
    "settings:password:hash:salt-bytes": atLeast(16),
    "settings:password:hash:derived-key-bytes": atLeast(64),
    "settings:password:hash:rehash-on-sign-in": exactly(true),
};

/** PWD-4 and PWD-2: ten characters of four kinds; nobody knows a password but its owner. */
export const passwordSettings: Readonly<Record<string, RequiredSetting>> = {
    "settings:password:length:least": atLeast(10),
    "settings:password:length:most": atLeast(64),
    "settings:password:characters:upper": atLeast(1),
    "settings:password:characters:lower": atLeast(1),
    "settings:password:characters:digit": atLeast(1),
    "settings:password:characters:special": atLeast(1),
    "settings:password:first-login:must-change": exactly(true),
    "settings:password:reset:by-link-only": exactly(true),
};

/** SW-5, SW-9, AUTH-1, STAFF-1: sessions, forged requests, signed links, second factors, visits of our own staff. */
export const requestSettings: Readonly<Record<string, RequiredSetting>> = {
    "settings:cookie:session:secure": exactly(true),
    "settings:cookie:session:http-only": exactly(true),
    "settings:cookie:session:same-site": {
        keeps: (value) => value === "Lax" || value === "Strict",
        ask: '"Lax" or "Strict"',
    },
    "settings:csrf:pattern": exactly("synchroniser-token"),
    "settings:csrf:methods": withAll("POST", "PUT", "PATCH", "DELETE"),
    "settings:csrf:token-bytes": atLeast(16),
    "settings:output:strict-contextual-escaping": exactly(true),
    "settings:data:parametrised-queries-only": exactly(true),
    "settings:data:sign-in": exactly("managed-identity"),
    "settings:session:idle-minutes": between(1, 30),
    "settings:session:absolute-hours": between(1, 12),
    "settings:session:new-id-on-sign-in": exactly(true),
    "settings:session:id-bytes": atLeast(16),
    "settings:sign-in:attempts:most": between(1, 100),
    "settings:sign-in:second-factor:available": exactly(true),
    "settings:sign-in:second-factor:methods": onlyOf("webauthn", "totp"),
    "settings:signed-url:algorithm": exactly("HMAC-SHA512"),
    "settings:signed-url:token-bytes": atLeast(16),
    "settings:signed-url:account:lifetime-minutes": between(1, 1_440),
    "settings:signed-url:document:lifetime-days": between(1, 31),
    "settings:signed-url:recipient-only": exactly(true),
    "settings:support:sign-in": exactly("entra-id"),
    "settings:support:session-minutes": between(1, 240),
    "settings:support:actions-logged": exactly(true),
};

export const requiredSettings = { ...hashingSettings, ...passwordSettings, ...requestSettings };
