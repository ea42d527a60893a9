import * as messages from "@pulumi/pulumi/proto/resource_pb";

/** As the real engine answers, so that the SDK behaves the same; what of it this engine does not do is refused when it is used. */
const features = [
    "SECRETS",
    "RESOURCE_REFERENCES",
    "OUTPUT_VALUES",
    "ALIAS_SPECS",
    "REPLACEMENT_TRIGGER",
    "DELETED_WITH",
    "REPLACE_WITH",
    "TRANSFORMS",
    "INVOKE_TRANSFORMS",
    "PARAMETERIZATION",
    "RESOURCE_HOOKS",
    "ERROR_HOOKS",
    "SENDS_OPTIONS_TO_HOOKS",
    "BYTE_STRING",
    "INVOKE_DEPENDS_ON",
    "INVOKE_PARENT",
] as const;

/** By the names of SDKs from before `GetDeploymentInfo`. */
export const oldFeatures = new Set([
    ...["secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith", "replaceWith", "transforms"],
    ...["invokeTransforms", "parameterization", "resourceHooks", "errorHooks"],
]);

export interface DeploymentFacts {
    project: string;
    stack: string;
    dryRun: boolean;
    parallel: number;
}

/** What a program may know of the run that it is part of. */
export function deploymentInfo({ project, stack, dryRun, parallel }: DeploymentFacts): messages.DeploymentInfo {
    const info = new messages.DeploymentInfo();
    info.setProject(project).setStack(stack).setOrganization("organization").setDryrun(dryRun).setParallel(parallel);
    info.setSupportedfeaturesList(
        features.map(
            (name) =>
                messages.ResourceMonitorFeature[
                    `RESOURCE_MONITOR_FEATURE_${name}` as keyof typeof messages.ResourceMonitorFeature
                ],
        ),
    );
    return info;
}
