import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { carriedBy } from "../../../engine/embedded/structs";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Without members that are at their default, which JSON of protocol buffers leaves out. */
export function lean(members: object): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(members).filter(
            ([, value]) =>
                !(value === undefined || value === null || value === "" || value === false || value === 0) &&
                !(Array.isArray(value) && value.length === 0),
        ),
    );
}

const js = (struct: Struct | undefined): unknown => struct?.toJavaScript();
const level = (value: number): string => ["", "MANDATORY", "DISABLED", "REMEDIATE"][value] ?? "";

const providerJson = (message: analyzer.AnalyzerProviderResource | undefined): unknown =>
    message &&
    lean({
        name: message.getName(),
        properties: js(message.getProperties()),
        type: message.getType(),
        urn: message.getUrn(),
    });

function optionsJson(options: analyzer.AnalyzerResourceOptions | undefined): unknown {
    const timeouts = options?.getCustomtimeouts();
    return (
        options &&
        lean({
            protect: options.getProtect(),
            ignoreChanges: options.getIgnorechangesList(),
            deleteBeforeReplace: options.getDeletebeforereplace(),
            deleteBeforeReplaceDefined: options.getDeletebeforereplacedefined(),
            additionalSecretOutputs: options.getAdditionalsecretoutputsList(),
            aliases: options.getAliasesList(),
            customTimeouts: lean({
                create: timeouts?.getCreate(),
                update: timeouts?.getUpdate(),
                delete: timeouts?.getDelete(),
            }),
            parent: options.getParent(),
        })
    );
}

const diagnosticsJson = (list: analyzer.AnalyzeDiagnostic[]): unknown[] =>
    list.map((diagnostic) =>
        lean({
            policyName: diagnostic.getPolicyname(),
            policyPackName: diagnostic.getPolicypackname(),
            policyPackVersion: diagnostic.getPolicypackversion(),
            description: diagnostic.getDescription(),
            message: diagnostic.getMessage(),
            enforcementLevel: level(diagnostic.getEnforcementlevel()),
            urn: diagnostic.getUrn(),
        }),
    );

const policiesJson = (list: analyzer.PolicyInfo[]): unknown[] =>
    list.map((policy) =>
        lean({
            name: policy.getName(),
            description: policy.getDescription(),
            enforcementLevel: level(policy.getEnforcementlevel()),
            policyType: `POLICY_TYPE_${["UNKNOWN", "RESOURCE", "STACK"][policy.getPolicyType()]}`,
            configSchema: policy.hasConfigschema()
                ? lean({
                      properties: js(policy.getConfigschema()?.getProperties()),
                      required: policy.getConfigschema()?.getRequiredList(),
                  })
                : undefined,
        }),
    );

/** A message as the real engine's log of calls has it: the JSON form of protocol buffers, for the messages that traces hold. */
export function protoJson(message: object): unknown {
    if (message instanceof resource.RegisterResourceResponse) {
        return lean({
            urn: message.getUrn(),
            id: message.getId(),
            object: carriedBy(message, "object"),
            result: ["", "FAIL", "SKIP"][message.getResult()],
        });
    }
    if (message instanceof resource.ReadResourceResponse) {
        return lean({ urn: message.getUrn(), properties: carriedBy(message, "properties") });
    }
    if (message instanceof resource.ResourceInvokeResponse) {
        const failures = message
            .getFailuresList()
            .map((x) => lean({ property: x.getProperty(), reason: x.getReason() }));
        return lean({ return: carriedBy(message, "return"), failures });
    }
    if (message instanceof analyzer.AnalyzeRequest) {
        return lean({
            urn: message.getUrn(),
            type: message.getType(),
            name: message.getName(),
            properties: carriedBy(message, "properties"),
            options: optionsJson(message.getOptions()),
            provider: providerJson(message.getProvider()),
        });
    }
    if (message instanceof analyzer.AnalyzeResponse) {
        return lean({ diagnostics: diagnosticsJson(message.getDiagnosticsList()) });
    }
    if (message instanceof analyzer.AnalyzerHandshakeRequest) {
        return lean({
            engineAddress: message.getEngineAddress(),
            rootDirectory: message.getRootDirectory(),
            programDirectory: message.getProgramDirectory(),
        });
    }
    if (message instanceof analyzer.AnalyzerStackConfigureRequest) {
        return lean({
            dryRun: message.getDryRun(),
            organization: message.getOrganization(),
            project: message.getProject(),
            stack: message.getStack(),
        });
    }
    if (message instanceof analyzer.AnalyzerInfo) {
        return lean({
            name: message.getName(),
            version: message.getVersion(),
            supportsConfig: message.getSupportsconfig(),
            policies: policiesJson(message.getPoliciesList()),
        });
    }
    if (message instanceof analyzer.ConfigureAnalyzerRequest) {
        const policyConfig: Record<string, unknown> = {};
        message.getPolicyconfigMap().forEach((config, name) => {
            policyConfig[name] = lean({
                enforcementLevel: level(config.getEnforcementlevel()),
                properties: js(config.getProperties()),
            });
        });
        return { policyConfig };
    }
    return {};
}
