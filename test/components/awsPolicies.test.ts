import { ApplicationGroup } from "../../infra/components/aws/applicationGroup";
import { BalancerFirewall } from "../../infra/components/aws/balancerFirewall";
import { CellVpc } from "../../infra/components/aws/cellVpc";
import { JobGroup } from "../../infra/components/aws/jobGroup";
import { MachineRole } from "../../infra/components/aws/machineRole";
import { OriginBalancer } from "../../infra/components/aws/originBalancer";
import { OriginCertificate } from "../../infra/components/aws/originCertificate";
import { OriginName } from "../../infra/components/aws/originName";
import { SessionAccess } from "../../infra/components/aws/sessionAccess";
import { CellOrigin } from "../../infra/components/edge/cellOrigin";
import { discoverPolicies } from "../../policies/lib/discover";
import { cloudAnswers } from "../support/cloudAnswers";
import { captureProgram, checkRegistrations, modes } from "../support/policyHarness";
import { edge } from "./arguments";
import { awsArguments } from "./awsNetworkCases";

const { region, tags, label, logDays, keyArn } = awsArguments.vpc;
const logs = { logDays, keyArn };
const regional = { region, tags };

/** Everything between Front Door and the machines of a cell on AWS, put together as a program does it. */
function declareAll(): void {
    const network = new CellVpc("network", awsArguments.vpc);
    const certificate = new OriginCertificate("certificate", awsArguments.certificate);
    const balancer = new OriginBalancer("balancer", {
        ...awsArguments.balancer,
        vpcId: network.vpcId,
        publicSubnetIds: network.publicSubnetIds,
        securityGroupId: network.loadBalancerSecurityGroupId,
        certificateArn: certificate.certificateArn,
    });
    new BalancerFirewall("firewall", {
        ...regional,
        label,
        loadBalancerArn: balancer.loadBalancerArn,
        ...logs,
    });
    const { hostName, zone } = awsArguments.certificate;
    const name = new OriginName("name", { hostName, zone, balancerHost: balancer.dnsName });
    new CellOrigin("origin", { ...edge, originGroupName: "cell-aws1", originName: "aws1", hostName: name.hostName });
    new SessionAccess("sessions", { ...regional, logGroupName: awsArguments.rights.sessionLogGroup, ...logs });
    const { instanceProfileArn } = new MachineRole("role", { tags, roleName: "web", rights: awsArguments.rights });
    const machines = {
        ...awsArguments.machines,
        subnetIds: network.privateSubnetIds,
        instanceProfileArn,
    };
    new ApplicationGroup("web", {
        ...machines,
        securityGroupId: network.applicationSecurityGroupId,
        targetGroupArn: balancer.targetGroupArn,
        frontDoorId: "front-door",
    });
    new JobGroup("jobs", { ...machines, securityGroupId: network.jobsSecurityGroupId, dataDiskGiB: 64 });
}

/**
 * What policies written for Azure's ways say of the ways of AWS: the firewall behind a security group decides which hosts are called, the
 * SDK writes a disk's encryption as text, and the origin refuses everybody but this Front Door itself.
 */
const ofAnotherWay = [
    "aws-traffic-named network-application-out-to-firewall",
    "aws-traffic-named network-jobs-out-to-firewall",
    "data-encrypted-at-rest jobs-template",
    "data-encrypted-at-rest web-template",
    "service-not-public origin-origin",
];

describe("the network, machines and origin of a cell on AWS", () => {
    it.each(modes)("pass every policy that knows the ways of AWS, at %s", async (mode) => {
        const { registrations } = await captureProgram(declareAll, mode, cloudAnswers(mode === "preview", {}));

        expect(registrations.length).toBeGreaterThan(100);
        const findings = await checkRegistrations(discoverPolicies(), registrations);
        const others = findings.filter(
            ({ policy, urn }) => !ofAnotherWay.includes(`${policy} ${urn.split("::").pop()}`),
        );
        expect(others).toEqual([]);
    });
});
