/** What a secret in plain text looks like: configuration lies in version control, where it stays readable for ever. */

const secretKey =
    /pass(?:word|wd|phrase)|secret|token|credential|(?:api|access|account|private|signing|storage)[-_]?key|connection[-_]?string/i;

const secretText = [
    /-----BEGIN [A-Z ]*PRIVATE KEY/,
    /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)\s*=\s*[^;\s]/i,
    /[?&]sig=[\w%]/,
    /:\/\/[^/\s:@]+:[^/\s@]+@/, // a password in an address
    /\beyJ[\w-]{8,}\.[\w-]{8,}\./, // a signed token
    /\bAKIA[0-9A-Z]{16}\b/, // an AWS access key
    /\b(?:ghp|gho|ghs|pul|sk|xoxb|xoxp)[-_]\w{16,}/, // GitHub, Pulumi, Slack and others
    /^[\w.~-]{3,4}Q~[\w.~-]{30,}$/, // an Entra client secret
    /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9+/]{40,}={0,2}$/, // a key of 30 bytes or more in base64
];

export const looksSecret = (text: string): boolean => secretText.some((pattern) => pattern.test(text));

/** Whether a text under this key must not be written in plain. */
export const isSecretEntry = (key: string, text: string): boolean =>
    text !== "" && (secretKey.test(key) || looksSecret(text));
