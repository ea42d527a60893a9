import { z } from "zod";

import { always, setting, whole } from "./setting";

const perCustomer = "A customer's own value stands under the same key with the customer's slug as label, and wins.";

/** Who may sign in how (AUTH-1, SW-8, STAFF-1), and how long that holds. */
export const signInSettings = {
    "sign-in:attempts:most": setting({
        value: 10,
        allowed: whole(3, 100),
        promises: ["PWD-1", "AUTH-1"],
        meaning: "Failed sign-ins of one account in a row before it waits.",
        duty: "Count passwords and second factors alike; answer a waiting account as one with a wrong password.",
        source: "NIST SP 800-63B, 5.2.2: at most 100",
    }),
    "sign-in:attempts:wait-minutes": setting({
        value: 15,
        allowed: whole(1, 1_440),
        promises: ["PWD-1", "AUTH-1"],
        meaning: "How long it then waits, minutes.",
        duty: "Refuse sign-ins of the account meanwhile and log it; never lock it for good, or anybody could lock anybody out.",
        source: "OWASP Authentication Cheat Sheet, account lockout",
    }),
    "sign-in:external:protocols": setting({
        value: ["openid-connect", "saml2"],
        allowed: z.array(z.enum(["openid-connect", "saml2"])).min(1),
        promises: ["SW-8"],
        meaning: "How an identity provider of the customer's can be connected.",
        duty: "OpenID Connect by code flow with PKCE, SAML 2.0 with signed assertions; no other way.",
        source: "the security page; OpenID Connect Core 1.0, SAML 2.0",
    }),
    "sign-in:external:providers": setting({
        value: [],
        allowed: z.array(z.string().regex(/^https:\/\/\S+$/)),
        promises: ["SW-8"],
        meaning: "Issuers whose sign-ins are taken; none for all, since each customer has their own.",
        duty: `Offer external sign-in only for an issuer on the list, and only for the customer it stands for; keep no local password for whoever uses it. ${perCustomer}`,
        source: "the security page",
    }),
    "sign-in:second-factor:available": setting({
        ...always,
        promises: ["AUTH-1"],
        meaning: "Everybody can protect their account with a second factor.",
        duty: "Offer it in the profile, and recovery codes with it that serve once.",
        source: "the security page",
    }),
    "sign-in:second-factor:methods": setting({
        value: ["webauthn", "totp"],
        allowed: z.array(z.enum(["webauthn", "totp"])).min(1),
        promises: ["AUTH-1"],
        meaning: "Kinds of second factor, the preferred one first. Codes by e-mail or text message are none.",
        duty: "Take these and no others; take a code of TOTP once only.",
        source: "NIST SP 800-63B, 5.1; RFC 6238; W3C Web Authentication",
    }),
    "sign-in:second-factor:required": setting({
        value: false,
        allowed: z.boolean(),
        promises: ["AUTH-1"],
        meaning:
            "Whether nobody of a customer signs in without a second factor. The page advises it; the customer decides.",
        duty: `Where true, let nobody in without one. ${perCustomer}`,
        source: "the security page",
    }),
    "session:idle-minutes": setting({
        value: 30,
        allowed: whole(1, 30),
        promises: ["AUTH-1"],
        meaning: "A session ends after so long without a request, minutes.",
        duty: "End it on the server, not only in the browser.",
        source: "NIST SP 800-63B, 4.2.3",
    }),
    "session:absolute-hours": setting({
        value: 12,
        allowed: whole(1, 12),
        promises: ["AUTH-1"],
        meaning: "A session ends so long after the sign-in, used or not, hours.",
        duty: "End it on the server.",
        source: "NIST SP 800-63B, 4.2.3",
    }),
    "session:sign-in-again-minutes": setting({
        value: 15,
        allowed: whole(1, 15),
        promises: ["AUTH-1"],
        meaning: "How old a sign-in may be for what is hard to undo, minutes.",
        duty: "Ask for password or second factor again before the change of a password, a second factor, an e-mail address or a role, and before an export of all data.",
        source: "OWASP ASVS 5.0, 7.5.1; the time is our own",
    }),
    "session:new-id-on-sign-in": setting({
        ...always,
        promises: ["AUTH-1"],
        meaning: "An id known from before a sign-in is worth nothing after it.",
        duty: "Draw a new id at every sign-in and elevation; end all other sessions of an account whose password was changed.",
        source: "OWASP ASVS 5.0, 7.2.4",
    }),
    "session:id-bytes": setting({
        value: 32,
        allowed: whole(16, 64),
        promises: ["AUTH-1"],
        meaning: "Length of a session's id, bytes.",
        duty: "Draw it from RandomNumberGenerator.",
        source: "OWASP ASVS 5.0, 7.2.3: at least 128 bits",
    }),
    "support:sign-in": setting({
        value: "entra-id",
        allowed: z.literal("entra-id"),
        promises: ["STAFF-1", "PWD-2"],
        meaning: "How our own staff come into a customer's account.",
        duty: "Let them in by their own Entra ID sign-in with a second factor, never by a user or password of the customer's; no user of staff exists in the application.",
        source: "the security page",
    }),
    "support:session-minutes": setting({
        value: 60,
        allowed: whole(5, 240),
        promises: ["STAFF-3"],
        meaning: "How long such a visit lasts at most, minutes.",
        duty: "Ask for the number of the support case, show the customer that support is present, end the visit on the server.",
        source: "our own; elevation of staff in Azure ends after four hours at most",
    }),
    "support:actions-logged": setting({
        ...always,
        promises: ["STAFF-2"],
        meaning: "What staff do in a customer's account can be followed person by person.",
        duty: "Log each request of a visit with the person's object id, the customer and the case, and no content.",
        source: "the security page",
    }),
};
