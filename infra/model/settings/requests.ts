import { z } from "zod";

import { always, setting, whole } from "./setting";

const angular = "AngularJS 1.x, $http: cross-site request forgery protection";
const cookies = "RFC 6265bis, 4.1";

/** What keeps requests and answers from being forged or misused (SW-3, SW-4, SW-5, SW-9). */
export const requestSettings = {
    "cookie:session:name": setting({
        value: "__Host-oxygis-session",
        allowed: z.string().regex(/^__Host-[\w-]+$/),
        promises: ["SW-5", "DB-1"],
        meaning:
            "Name of the session's cookie. Browsers take a __Host- cookie only from the very host it is for, so no customer's host can plant one on another's.",
        duty: "Set it with Path=/ and without Domain.",
        source: cookies,
    }),
    "cookie:session:secure": setting({
        ...always,
        promises: ["PWD-3", "SW-5"],
        meaning: "The cookie travels by HTTPS only.",
        duty: "Set Secure.",
        source: cookies,
    }),
    "cookie:session:http-only": setting({
        ...always,
        promises: ["SW-4"],
        meaning: "No script can read the cookie.",
        duty: "Set HttpOnly.",
        source: cookies,
    }),
    "cookie:session:same-site": setting({
        value: "Lax",
        allowed: z.enum(["Lax", "Strict"]),
        promises: ["SW-5"],
        meaning:
            "Other sites' forms and scripts do not send the cookie along. Strict would lose people who come back from their identity provider.",
        duty: "Set SameSite to this.",
        source: cookies,
    }),
    "csrf:pattern": setting({
        value: "synchroniser-token",
        allowed: z.literal("synchroniser-token"),
        promises: ["SW-5"],
        meaning:
            "A token that belongs to the session, and that only our own pages can read, comes back with each request.",
        duty: "Keep the token on the server with the session, compare in constant time, answer 403 where it is missing or wrong.",
        source: "OWASP Cross-Site Request Forgery Prevention Cheat Sheet",
    }),
    "csrf:cookie": setting({
        value: "XSRF-TOKEN",
        allowed: z.literal("XSRF-TOKEN"),
        promises: ["SW-5"],
        meaning: "The cookie in which the front end finds the token.",
        duty: "Set it with Secure, SameSite=Strict, Path=/ and without HttpOnly: AngularJS has to read it.",
        source: angular,
    }),
    "csrf:header": setting({
        value: "X-XSRF-TOKEN",
        allowed: z.literal("X-XSRF-TOKEN"),
        promises: ["SW-5"],
        meaning: "The header in which the front end sends it back.",
        duty: "Take the token from this header only, never from the cookie or the address.",
        source: angular,
    }),
    "csrf:methods": setting({
        value: ["POST", "PUT", "PATCH", "DELETE"],
        allowed: z.tuple([z.literal("POST"), z.literal("PUT"), z.literal("PATCH"), z.literal("DELETE")]),
        promises: ["SW-5"],
        meaning: "Requests that need the token: all that may change something.",
        duty: "Refuse them without it; change nothing by GET, HEAD or OPTIONS.",
        source: "RFC 9110, 9.2.1",
    }),
    "csrf:token-bytes": setting({
        value: 32,
        allowed: whole(16, 64),
        promises: ["SW-5"],
        meaning: "Length of the token, bytes.",
        duty: "Draw it from RandomNumberGenerator at every sign-in.",
        source: "OWASP Cross-Site Request Forgery Prevention Cheat Sheet; 128 bits at least",
    }),
    "output:strict-contextual-escaping": setting({
        ...always,
        promises: ["SW-4"],
        meaning: "What people entered is text, never markup or script.",
        duty: "Leave AngularJS's $sce on, load ngSanitize for markup people may enter, compile no template from data; Razor without Html.Raw.",
        source: "the security page; AngularJS security guide",
    }),
    "headers:cache-control": setting({
        value: "no-store",
        allowed: z.literal("no-store"),
        promises: ["SW-4", "ACC-1"],
        meaning: "Answers to whoever is signed in are kept nowhere.",
        duty: "Send it with every answer but public files. All other security headers are written at the edge and overwrite the application's.",
        source: "RFC 9111, 5.2.2.5",
    }),
    "data:parametrised-queries-only": setting({
        ...always,
        promises: ["SW-3"],
        meaning: "Input never becomes part of an SQL statement's text.",
        duty: "Reach data through the object mapper or parameters only; a build fails over a statement put together from text.",
        source: "the security page; OWASP SQL Injection Prevention Cheat Sheet",
    }),
    "data:sign-in": setting({
        value: "managed-identity",
        allowed: z.literal("managed-identity"),
        promises: ["STAFF-1", "ACC-1"],
        meaning: "How the application signs in to databases, vault and documents.",
        duty: "Use ManagedIdentityCredential; no connection string holds a password or a key.",
        source: "Microsoft.Data.SqlClient: Authentication=Active Directory Managed Identity",
    }),
    "data:encrypt": setting({
        value: "Strict",
        allowed: z.enum(["Mandatory", "Strict"]),
        promises: ["COM-1"],
        meaning: "Connections to a database are encrypted from the first byte.",
        duty: "Set Encrypt to this and leave TrustServerCertificate off.",
        source: "Microsoft.Data.SqlClient 5: Encrypt=Strict (TDS 8.0)",
    }),
    "signed-url:algorithm": setting({
        value: "HMAC-SHA512",
        allowed: z.literal("HMAC-SHA512"),
        promises: ["SW-9"],
        meaning: "How special URLs (password reset, invitation, an order to confirm) are signed.",
        duty: "Sign host, path, token and time of expiry with the customer's own key (secretNames.signingKey of the catalogue); compare in constant time; take signatures of the key's previous version until their URLs have expired.",
        source: "the security page; RFC 2104, FIPS 198-1",
    }),
    "signed-url:token-bytes": setting({
        value: 32,
        allowed: whole(16, 64),
        promises: ["SW-9"],
        meaning: "Length of the unique token in each, bytes.",
        duty: "Draw it from RandomNumberGenerator; keep only its SHA-512 hash.",
        source: "OWASP Forgot Password Cheat Sheet; 128 bits at least",
    }),
    "signed-url:account:lifetime-minutes": setting({
        value: 60,
        allowed: whole(5, 1_440),
        promises: ["SW-9"],
        meaning: "How long a URL is good for that leads into an account (password reset, invitation), minutes.",
        duty: "Refuse it afterwards, and once it was used.",
        source: "OWASP Forgot Password Cheat Sheet: short, and once only; the time is our own",
    }),
    "signed-url:document:lifetime-days": setting({
        value: 14,
        allowed: whole(1, 31),
        promises: ["SW-9"],
        meaning: "How long a URL is good for that opens one document (an order to confirm), days.",
        duty: "Refuse it afterwards, and once the document was answered or withdrawn; show that one document only.",
        source: "the security page; the time is our own",
    }),
    "signed-url:recipient-only": setting({
        ...always,
        promises: ["SW-9"],
        meaning: "It goes to its one recipient.",
        duty: "Send it by e-mail to the address on file and nowhere else; show it on no page, write it to no log.",
        source: "the security page",
    }),
};
