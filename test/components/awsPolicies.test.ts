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
        frontDoorId: "00000000-0000-4000-8000-0000000000fd",
    });
    new JobGroup("jobs", { ...machines, securityGroupId: network.jobsSecurityGroupId, dataDiskGiB: 64 });
}

describe("the network, machines and origin of a cell on AWS", () => {
    it.each(modes)("pass every policy, at %s", async (mode) => {
        const { registrations } = await captureProgram(declareAll, mode, cloudAnswers(mode === "preview", {}));

        expect(registrations.length).toBeGreaterThan(100);
        const findings = await checkRegistrations(discoverPolicies(), registrations);
        expect(findings).toEqual([]);
    });
});
