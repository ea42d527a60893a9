/** What a machine is told when it starts, by the names under which its programs read it. Addresses and names, never secrets. */
export interface MachineFacts {
    OXYGIS_REGION: string;
    /** Where in Parameter Store the settings are, `/oxygis/<cell>/`. */
    OXYGIS_SETTINGS_PATH: string;
    /** The application answers only requests that Front Door stamped with this id. Machines without one take no requests. */
    OXYGIS_FRONT_DOOR_ID?: string;
}

/** The Windows service of the image, which reads the facts from its environment. */
const service = "Oxygis";

/**
 * What Windows on AWS runs at its first start, before the service: hands it the facts and, to machines that take requests, a certificate of
 * their own for the way from the balancer, whose key never leaves the machine. Throws where a fact is empty: a machine that does not
 * know its Front Door would answer everybody or nobody.
 */
export function startScript(facts: MachineFacts): string {
    const given = Object.entries(facts) as [string, string | undefined][];
    const lines = given.map(([name, value]) => {
        if (!value) {
            throw new Error(`${name} is empty, and no machine can start without it`);
        }
        return setVariable(name, quoted(value));
    });
    return [
        "<powershell>",
        "$ErrorActionPreference = 'Stop'",
        ...lines,
        ...(facts.OXYGIS_FRONT_DOOR_ID === undefined ? [] : certificate),
        `Restart-Service -Name ${quoted(service)}`,
        "</powershell>",
        "",
    ].join("\n");
}

const setVariable = (name: string, value: string) =>
    `[Environment]::SetEnvironmentVariable('${name}', ${value}, 'Machine')`;

/** A text of PowerShell in which nothing is evaluated. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The balancer does not look at whom it came from, so that the machine may issue it itself; machines live shorter than it. */
const certificate = [
    "$certificate = New-SelfSignedCertificate -DnsName $env:COMPUTERNAME -CertStoreLocation Cert:\\LocalMachine\\My " +
        "-KeyAlgorithm RSA -KeyLength 2048 -KeyExportPolicy NonExportable -NotAfter (Get-Date).AddYears(5)",
    setVariable("OXYGIS_CERTIFICATE", "$certificate.Thumbprint"),
];
