import { z } from "zod";

import { always, setting, whole } from "./setting";

const page = "the security page";
const owasp = "OWASP Password Storage Cheat Sheet, revision of 26 March 2026";
const hashed = ["PWD-1", "SW-8"] as const;

const atLeastOne = (kind: string) =>
    setting({
        value: 1,
        allowed: whole(1, 8),
        promises: ["PWD-4"],
        meaning: `How many ${kind} a password has at least.`,
        duty: "Refuse a password with fewer, wherever one is chosen, and say which kind is missing.",
        source: page,
    });

/** How passwords are kept (PWD-1, SW-8) and which ones are taken (PWD-4). */
export const passwordSettings = {
    "password:hash:algorithm": setting({
        value: "PBKDF2-HMAC-SHA512",
        allowed: z.literal("PBKDF2-HMAC-SHA512"),
        promises: hashed,
        meaning: "The function that makes the stored hash of a password.",
        duty: "Hash with Rfc2898DeriveBytes.Pbkdf2 and HashAlgorithmName.SHA512; store algorithm, iterations and salt with each hash; compare in constant time.",
        source: page,
    }),
    "password:hash:iterations": setting({
        value: 220_000,
        allowed: whole(220_000, 2_000_000),
        promises: hashed,
        meaning: "How often the function is applied.",
        duty: "Hash new passwords with this count; verify a stored one with the count stored beside it.",
        source: `${owasp}: 220,000 for PBKDF2-HMAC-SHA512 (210,000 until then)`,
    }),
    "password:hash:salt-bytes": setting({
        value: 16,
        allowed: whole(16, 64),
        promises: hashed,
        meaning: "Length of the salt, bytes.",
        duty: "Draw a new salt for every password from RandomNumberGenerator.",
        source: "NIST SP 800-132, 5.1: at least 128 bits",
    }),
    "password:hash:derived-key-bytes": setting({
        value: 64,
        allowed: z.literal(64),
        promises: hashed,
        meaning:
            "Length of the stored hash, bytes: all that SHA-512 gives. More would cost the application and not an attacker.",
        duty: "Derive exactly this many bytes.",
        source: "RFC 8018, 5.2",
    }),
    "password:hash:rehash-on-sign-in": setting({
        ...always,
        promises: hashed,
        meaning: "Stored hashes keep up with the count.",
        duty: "After a successful sign-in, hash the password anew where the stored algorithm, count or lengths are below the settings.",
        source: owasp,
    }),
    "password:length:least": setting({
        value: 10,
        allowed: whole(10, 64),
        promises: ["PWD-4"],
        meaning: "Shortest password, characters.",
        duty: "Refuse a shorter one.",
        source: page,
    }),
    "password:length:most": setting({
        value: 128,
        allowed: whole(64, 1_024),
        promises: ["PWD-4"],
        meaning: "Longest password, characters (Unicode code points).",
        duty: "Refuse a longer one, never cut it off: without an end a password of megabytes would keep the machine busy.",
        source: "NIST SP 800-63B, 5.1.1.2: at least 64 characters are to be taken; OWASP Authentication Cheat Sheet: there must be an end",
    }),
    "password:characters:upper": atLeastOne("capital letters"),
    "password:characters:lower": atLeastOne("small letters"),
    "password:characters:digit": atLeastOne("digits"),
    "password:characters:special": atLeastOne("characters that are neither letter nor digit"),
    "password:first-login:must-change": setting({
        ...always,
        promises: ["PWD-2", "PWD-4"],
        meaning: "The generated password of the first login serves once.",
        duty: "Let whoever signs in with it do nothing before a password of their own is set; take the generated one only once.",
        source: page,
    }),
    "password:reset:by-link-only": setting({
        ...always,
        promises: ["PWD-2"],
        meaning: "A lost password can be set anew, and by its owner only.",
        duty: "Send a signed link (signed-url) to the address on file; show and send no password, also not to staff.",
        source: page,
    }),
};
