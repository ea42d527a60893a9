import type { OxygisPolicy } from "../../policies/lib/policy";
import type { Finding } from "./evaluate";

/** Findings in SARIF 2.1.0, which code hosts show beside the change (OASIS Static Analysis Results Interchange Format). */
export function toSarif(policies: readonly OxygisPolicy[], findings: readonly Finding[]): object {
    return {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: "oxygis policies",
                        rules: policies.map(({ name, description, remediationSteps, url, severity, tags }) => ({
                            id: name,
                            shortDescription: { text: description },
                            help: { text: remediationSteps },
                            helpUri: url,
                            properties: { severity, tags },
                        })),
                    },
                },
                results: findings.map(({ policy, level, stack, urn, message }) => ({
                    ruleId: policy,
                    ruleIndex: policies.findIndex(({ name }) => name === policy),
                    level: level === "mandatory" ? "error" : "note",
                    message: { text: message },
                    locations: [
                        {
                            // A resource has no line of its own; the stack's file is where a reviewer finds its way from.
                            physicalLocation: {
                                artifactLocation: { uri: `Pulumi.${stack}.yaml` },
                                region: { startLine: 1 },
                            },
                            logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }],
                        },
                    ],
                    partialFingerprints: { "policyAndUrn/v1": `${policy} ${urn}` },
                })),
            },
        ],
    };
}
