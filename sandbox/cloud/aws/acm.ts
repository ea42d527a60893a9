/** aws:acm - certificates. */
import { hashOf } from "../arm";
import { CloudError, type Facts } from "../model";
import { text, texts, type Value } from "../values";
import type { AwsTable } from "./entry";
import { regionOf } from "./templates";

/** A name of DNS may end with a dot. */
const withoutDot = (name: string): string => name.replace(/\.$/, "");

/** What proves each name, where DNS is to prove it: one record for a name and its wildcard. */
function proofs({ inputs, cloud }: Facts): Value[] {
    if (text(inputs, "validationMethod") !== "DNS") return [];
    const names = [text(inputs, "domainName") ?? "", ...texts(inputs, "subjectAlternativeNames[]")];
    return [...new Set(names)].map((domainName) => {
        const host = domainName.replace(/^\*\./, "");
        return {
            domainName,
            resourceRecordName: `_${hashOf(32, cloud.guid("acm", host))}.${host}.`,
            resourceRecordType: "CNAME",
            resourceRecordValue: `_${hashOf(32, cloud.guid("acm", host, "value"))}.mhbtsbpdnt.acm-validations.aws.`,
        };
    });
}

export const acm: AwsTable = {
    "acm/certificate:Certificate": {
        id: "{arn}",
        arn: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
        inputs: `certificateAuthorityArn certificateBody certificateChain domainName earlyRenewalDuration keyAlgorithm
            options privateKey privateKeyWo privateKeyWoVersion region subjectAlternativeNames tags validationMethod
            validationOptions`,
        createOnly: `certificateAuthorityArn domainName keyAlgorithm subjectAlternativeNames validationMethod
            validationOptions`,
        values: { validationMethod: ["DNS", "EMAIL"] },
        check: (inputs) => {
            const name = text(inputs, "domainName");
            return [
                ...(name === undefined && inputs["privateKey"] === undefined && inputs["domainName"] === undefined
                    ? [{ property: "domainName", reason: "one of domainName, privateKey is given" }]
                    : []),
                ...(name !== undefined && name.length > 64
                    ? [{ property: "domainName", reason: `ValidationException: '${name}' has more than 64 characters` }]
                    : []),
            ];
        },
        quotas: ({ inputs }) => [
            { key: `certificates|${regionOf(inputs)}`, limit: 2500, what: `certificates in ${regionOf(inputs)}` },
        ],
        inUse: "ResourceInUseException",
        outputs: (facts) => ({
            keyAlgorithm: "RSA_2048",
            ...facts.inputs,
            domainValidationOptions: proofs(facts),
            status: facts.before === undefined ? "PENDING_VALIDATION" : "ISSUED",
            type: "AMAZON_ISSUED",
            validationEmails: [],
        }),
        seconds: { create: 10, source: "assumed" },
    },
    "acm/certificateValidation:CertificateValidation": {
        id: "{hex32}",
        inputs: "certificateArn region validationRecordFqdns",
        required: "certificateArn",
        createOnly: "certificateArn validationRecordFqdns",
        // No DNS is asked; what is said to prove a name must be what the certificate asks for.
        refuse: ({ inputs, cloud }) => {
            const certificate = cloud.find(text(inputs, "certificateArn") ?? "");
            const given = texts(inputs, "validationRecordFqdns[]").map(withoutDot);
            for (const name of texts(certificate?.outputs, "domainValidationOptions[].resourceRecordName"))
                if (given.length > 0 && !given.includes(withoutDot(name)))
                    throw new CloudError("ValidationException", `${name} DNS validation record is missing`);
        },
        // AWS looks for the record every few minutes.
        seconds: { create: 300, source: "assumed" },
    },
};
