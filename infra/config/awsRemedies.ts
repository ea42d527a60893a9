import { awsSiteRegions } from "../model/awsRegions";
import { instanceStorageGiB, mostInstances } from "../model/awsSizes";
import { addressSpacePrefix } from "../model/network";
import { regionOf, siteRegions } from "../model/regions";
import { staffRoleNames } from "../model/staffRoles";
import { everyCell } from "./remedies";
import type { Remedies } from "./validate";

const regions = awsSiteRegions.join(", ");
const azurePairs = siteRegions.map((name) => `${name}: ${regionOf(name).pair}`).join(", ");
const zones = "write zones: [a, b, c]";
const instanceType = "write a type of virtual server, for example m7i.large, never one that ends in metal";
const pairedImage =
    "write the id that the image has in the paired region (aws ec2 copy-image), for the loss of the region";
const image = "write the id of one image in the site's region, for example ami-0123456789abcdef0";

/** What to write instead, for every key of the stack file of a cell on AWS. */
export const awsCellRemedies: Remedies = {
    ...everyCell,
    site: "write site with the keys cloud, region, zones, pairedRegion and backupSite",
    "site.cloud": "write cloud: aws",
    "site.region": `write one of ${regions}`,
    "site.zones": zones,
    "site.zones[]": zones,
    "site.pairedRegion": `write another region that holds the near copies, one of ${regions}`,
    "site.backupSite":
        "write backupSite with the keys region and pairedRegion, a site on Azure: backups lie there, as promised (BKP-2)",
    "site.backupSite.region": `write one of ${siteRegions.join(", ")}`,
    "site.backupSite.pairedRegion": `write the region Azure has paired with it: ${azurePairs}`,
    network: "write network with the keys addressSpace and landingAddressSpace",
    "network.landingAddressSpace": `write a private block from /${addressSpacePrefix.largest} to /${addressSpacePrefix.smallest} for the network on Azure that pulls backups, for example 10.48.0.0/20`,
    application: "write application with the keys imageId, pairedImageId, instanceType and instances",
    "application.imageId": image,
    "application.pairedImageId": pairedImage,
    "application.instanceType": instanceType,
    jobs: "write jobs with the keys imageId, pairedImageId, instanceType and dataDiskGiB",
    "jobs.imageId": image,
    "jobs.pairedImageId": pairedImage,
    "jobs.instanceType": instanceType,
    "jobs.dataDiskGiB": "write a whole number of GiB from 4 to 16384, for example 128",
    data: "write data with the keys instances, class and storageGiB",
    "data.instances": `write a whole number from 1 to ${mostInstances}, of which AWS grants the last ones when asked`,
    "data.class": "write a class of large or more, for example db.m6i.xlarge",
    "data.storageGiB": "write least and most, for example { least: 200, most: 2000 }",
    ...Object.fromEntries(
        ["least", "most"].map((key) => [
            `data.storageGiB.${key}`,
            `write a whole number of GiB from ${instanceStorageGiB.least} to ${instanceStorageGiB.most}`,
        ]),
    ),
    databases: "write databases with the key image",
    "databases.image":
        "write <account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:<digest>, as the build of images/databases prints it: a digest cannot be given to another image",
    lockedArchives:
        "write the Azure region of the backup site once its archive of logs has been seen to fill, or leave lockedArchives out",
    aws: "write aws with the keys accountId, tenantId, organizationId and identityCenter",
    "aws.accountId": 'write the twelve digits of the cell\'s own account between quotes, for example "000000000000"',
    "aws.tenantId": "write the id of the platform's Entra tenant (az account show --query tenantId)",
    "aws.organizationId": "write the id of the organization, for example o-exampleorg01",
    "aws.identityCenter": "write identityCenter with the keys region, instanceArn and groups",
    "aws.identityCenter.region": `write the region in which Identity Center stands, one of ${regions}`,
    "aws.identityCenter.instanceArn":
        "write the ARN that `aws sso-admin list-instances` prints, arn:aws:sso:::instance/ssoins-<16 characters>",
    "aws.identityCenter.groups": `write the groups ${staffRoleNames.join(", ")}, each with its id in Identity Center`,
    ...Object.fromEntries(
        staffRoleNames.map((role) => [
            `aws.identityCenter.groups.${role}`,
            "write the id of the group that Entra ID carries over (aws identitystore list-groups)",
        ]),
    ),
    "recovers.region": `write the region that the lost stack stood in, one of ${regions}`,
    "restores.*":
        'write { from: native, source: <key of the backup>, point: "2026-01-19T03:10:00Z", wave: paid, order: 1 }',
    "restores.*.from": "write from: native",
    "restores.*.source": "write the key of the backup in the cell's bucket, <cell>/<slug>/<time>/full.bak",
};
