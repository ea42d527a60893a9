import { type Registration, registration } from "../../support/policyMessages";

/** Good registrations of what the real program has no use for. */
export const samples: Registration[] = [
    registration("aws:cloudtrail/trail:Trail", "trail", {
        region: "eu-west-1",
        isMultiRegionTrail: true,
        enableLogFileValidation: true,
        enableLogging: true,
        eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }],
    }),
    registration("aws:cloudwatch/logGroup:LogGroup", "logs", { retentionInDays: 400 }),
    registration("aws:cloudfront/distribution:Distribution", "distribution", {
        loggingConfig: { bucket: "logs.s3.amazonaws.com" },
        viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021", acmCertificateArn: "arn" },
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        origins: [],
    }),
    registration("azure-native:operationalinsights:Table", "table", {
        retentionInDays: 30,
        totalRetentionInDays: 730,
    }),
    registration("azure-native:sql:DatabaseBlobAuditingPolicy", "audit", {
        state: "Enabled",
        isAzureMonitorTargetEnabled: true,
        auditActionsAndGroups: [
            "BATCH_COMPLETED_GROUP",
            "SUCCESSFUL_DATABASE_AUTHENTICATION_GROUP",
            "FAILED_DATABASE_AUTHENTICATION_GROUP",
        ],
        predicateExpression: "server_principal_name <> 'application@tenant'",
    }),
    registration("aws:guardduty/detector:Detector", "detector", { enable: true }),
    registration("aws:inspector2/enabler:Enabler", "inspector", { resourceTypes: ["EC2", "ECR"] }),
    registration("aws:ecr/repository:Repository", "images", { imageScanningConfiguration: { scanOnPush: true } }),
    registration("azure-native:cosmosdb:DatabaseAccount", "documents", {
        location: "westeurope",
        disableLocalAuth: true,
        locations: [{ locationName: "West Europe" }],
    }),
    registration("azure-native:authorization:PolicyAssignment", "policy", {
        policyDefinitionId: "/providers/Microsoft.Authorization/policyDefinitions/some",
        enforcementMode: "Default",
        parameters: { effect: { value: "Audit" } },
        notScopes: [],
    }),
];
