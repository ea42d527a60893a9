import * as accessanalyzer from "@pulumi/aws/accessanalyzer";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as guardduty from "@pulumi/aws/guardduty";
import * as inspector2 from "@pulumi/aws/inspector2";
import * as pulumi from "@pulumi/pulumi";
import * as securityhub from "@pulumi/aws/securityhub";

import { detectorFeatures, inspectedTypes, securityStandards, urgentFindings } from "../../model/awsAudit";
import type { RegionalArgs } from "./regionalArgs";

export interface AccountScanningArgs extends RegionalArgs {
    /** Begins the names of what has one. */
    label: string;
    accountId: string;
    /** Set where another stack scans this region already: each of these exists once in a region of an account. */
    isScannedAlready?: boolean;
    /** In the cell's own region: where the findings of that and these other regions come together, and whom they reach. */
    alerts?: { fromRegions: string[]; topicArn: pulumi.Input<string> };
}

/**
 * What looks for attacks and weaknesses in one region of an account, every day: GuardDuty in the trail, the network and files, Inspector in
 * machines and images, Security Hub in settings, an analyzer in who of outside may reach what. The urgent findings reach people.
 *
 * Keeps: TEST-1 (scans for weaknesses), ACC-1 (nothing is open to outside unnoticed).
 */
export class AccountScanning extends pulumi.ComponentResource {
    constructor(name: string, args: AccountScanningArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:aws:AccountScanning", name, args, opts);

        const hub = args.isScannedAlready ? undefined : this.declareScans(name, args);
        if (args.alerts) this.declareAlerts(name, args, args.alerts, hub);

        this.registerOutputs({});
    }

    private declareScans(name: string, { region, tags, label, accountId }: AccountScanningArgs): securityhub.Account {
        const parent = { parent: this };
        const detector = new guardduty.Detector(
            `${name}-detector`,
            { region, tags, enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
            parent,
        );
        for (const feature of detectorFeatures) {
            new guardduty.DetectorFeature(
                `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
                { region, detectorId: detector.id, name: feature, status: "ENABLED" },
                parent,
            );
        }
        new inspector2.Enabler(
            `${name}-inspector`,
            { region, accountIds: [accountId], resourceTypes: [...inspectedTypes] },
            parent,
        );
        const hub = new securityhub.Account(
            `${name}-hub`,
            { region, enableDefaultStandards: false, autoEnableControls: true },
            parent,
        );
        for (const [standard, standardsArn] of Object.entries(securityStandards(region))) {
            new securityhub.StandardsSubscription(
                `${name}-${standard}`,
                { region, standardsArn },
                { ...parent, dependsOn: hub },
            );
        }
        new accessanalyzer.Analyzer(
            `${name}-analyzer`,
            { region, tags, analyzerName: `${label}-outside`, type: "ACCOUNT" },
            parent,
        );
        return hub;
    }

    /** An account has one place where findings come together: the one of whoever turned Security Hub on. */
    private declareAlerts(
        name: string,
        { region, tags, label }: AccountScanningArgs,
        alerts: NonNullable<AccountScanningArgs["alerts"]>,
        hub: securityhub.Account | undefined,
    ): void {
        const parent = { parent: this };
        if (hub) {
            new securityhub.FindingAggregator(
                `${name}-aggregator`,
                { region, linkingMode: "SPECIFIED_REGIONS", specifiedRegions: alerts.fromRegions },
                { ...parent, dependsOn: hub },
            );
        }
        const rule = new cloudwatch.EventRule(
            `${name}-findings`,
            {
                region,
                tags,
                name: `${label}-findings`,
                description: "A new finding of Security Hub that is urgent",
                eventPattern: JSON.stringify(urgentFindings),
                state: "ENABLED",
            },
            parent,
        );
        new cloudwatch.EventTarget(
            `${name}-findings-target`,
            { region, rule: rule.name, targetId: "people", arn: alerts.topicArn },
            parent,
        );
    }
}
