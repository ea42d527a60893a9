/** Where RFC 9116 wants the file. */
export const securityTxtPath = "/.well-known/security.txt";

export interface Disclosure {
    /** `mailto:` or `https:` addresses, the preferred one first. */
    contact: readonly string[];
    policy?: string | undefined;
    languages: readonly string[];
    /** When the file is to be distrusted as stale, ISO 8601 in UTC; RFC 9116 asks for less than a year ahead. */
    expires: string;
}

/** The text of security.txt (RFC 9116): how to report a vulnerability, and at which addresses the file itself is found. */
export function securityTxt(
    { contact, policy, languages, expires }: Disclosure,
    canonicalHosts: readonly string[],
): string {
    const fields = [
        ...contact.map((address) => `Contact: ${address}`),
        `Expires: ${expires}`,
        `Preferred-Languages: ${languages.join(", ")}`,
        ...canonicalHosts.map((host) => `Canonical: https://${host}${securityTxtPath}`),
        ...(policy ? [`Policy: ${policy}`] : []),
    ];
    return `${fields.join("\n")}\n`;
}
