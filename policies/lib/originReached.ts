import { isInside, isPartOfAProvider } from "./addresses";
import { elements } from "./backupSchedule";
import { textOf } from "./customerDatabase";
import type { StackReport } from "./policy";
import { madeFrom, pointingTo } from "./relations";
import type { IndexedResource, StackIndex } from "./stackIndex";

const names = {
    origin: "azure-native:cdn:AFDOrigin",
    account: "azure-native:storage:StorageAccount",
    website: "azure-native:storage:StorageAccountStaticWebsite",
    record: "azure-native:dns:RecordSet",
    balancer: "aws:lb/loadBalancer:LoadBalancer",
    listener: "aws:lb/listener:Listener",
    listenerRule: "aws:lb/listenerRule:ListenerRule",
    group: "aws:ec2/securityGroup:SecurityGroup",
    groupRules: "aws:ec2/securityGroupRule:SecurityGroupRule",
    ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    prefixes: "aws:ec2/managedPrefixList:ManagedPrefixList",
};
export const originTypes = Object.values(names);

/**
 * Reports each origin that the edge, and so everybody, reaches over the Internet. Two may be: a public website, which holds what anybody may
 * read, and a balancer on AWS that refuses by itself whoever is not this edge.
 */
export function requireOriginsGuarded(stack: StackIndex, report: StackReport): void {
    for (const origin of stack.ofType(names.origin)) {
        if (origin.props.read("sharedPrivateLinkResource.privateLink.id").state !== "unset") {
            continue;
        }
        const records = madeFrom(stack, origin, "hostName", [names.record]);
        const balancers = records.flatMap((record) => madeFrom(stack, record, "cnameRecord", [names.balancer]));
        const websites = madeFrom(stack, origin, "hostName", [names.account]).filter(
            (account) => pointingTo(stack, account, names.website, "accountName").length > 0,
        );
        const isWebsite = websites.length > 0 || websiteHost.test(textOf(origin.props, "hostName") ?? "");
        if (balancers.length === 0 && !isWebsite) {
            report(
                "sharedPrivateLinkResource.privateLink.id is not set: the edge would reach this origin publicly.",
                origin.urn,
            );
        }
        for (const balancer of balancers) {
            const gap = gapOf(balancer, stack);
            if (gap !== undefined) {
                report(`The edge reaches this origin publicly, and its balancer ${gap}.`, origin.urn);
            }
        }
    }
}

/** Where Azure serves the container `$web` of an account: what lies in it is for everybody ("Static website hosting in Azure Storage"). */
const websiteHost = /^[a-z0-9]{3,24}\.z\d{1,3}\.web\.core\.windows\.net$/;

/** What lets others than this edge in; undefined where nothing does. */
function gapOf(balancer: IndexedResource, stack: StackIndex): string | undefined {
    const listeners = pointingTo(stack, balancer, names.listener, "loadBalancerArn");
    if (listeners.length === 0) {
        return "has no listener made from it that could be judged";
    }
    for (const listener of listeners) {
        const actions = elements(listener.props, "defaultActions");
        if (actions.length === 0 || actions.some((action) => textOf(action, "type") !== "fixed-response")) {
            return "answers whoever comes: the default action must be a fixed response";
        }
        if (!pointingTo(stack, listener, names.listenerRule, "listenerArn").every(asksForEdge)) {
            return "has a rule that does not ask for the X-Azure-FDID of one Front Door";
        }
    }
    const groups = madeFrom(stack, balancer, "securityGroups", [names.group]);
    if (groups.length === 0 || !groups.every((group) => letsInListsOnly(group, stack))) {
        return "lets in more than the addresses of a prefix list of this stack";
    }
    return undefined;
}

/** One profile's id, and no pattern that others match too. */
const edgeId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const asksForEdge = ({ props }: IndexedResource): boolean =>
    elements(props, "conditions").some((condition) => {
        const values = condition.readEach("httpHeader.values[]").map(({ reading }) => reading);
        return (
            textOf(condition, "httpHeader.httpHeaderName")?.toLowerCase() === "x-azure-fdid" &&
            values.every((one) => one.state === "set" && typeof one.value === "string" && edgeId.test(one.value))
        );
    });

function letsInListsOnly(group: IndexedResource, stack: StackIndex): boolean {
    const inline = group.props.readEach("ingress[]").some(({ reading }) => reading.state !== "unset");
    const older = pointingTo(stack, group, names.groupRules, "securityGroupId");
    return (
        !inline &&
        older.length === 0 &&
        pointingTo(stack, group, names.ingress, "securityGroupId").every(({ props, ...rule }) => {
            const ranges = ["cidrIpv4", "cidrIpv6"].filter((path) => props.read(path).state !== "unset");
            const inside = ranges.every((path) => isInside(textOf(props, path) ?? ""));
            const named = props.read("prefixListId").state === "unset" || isOfOneService({ props, ...rule }, stack);
            return inside && named;
        })
    );
}

/** Whether a rule's prefix list is one of this stack, whose entries are parts of a provider and not the whole Internet. */
function isOfOneService(rule: IndexedResource, stack: StackIndex): boolean {
    const lists = madeFrom(stack, rule, "prefixListId", [names.prefixes]);
    return (
        lists.length > 0 &&
        lists.every(({ props }) => {
            const entries = elements(props, "entries");
            return entries.length > 0 && entries.every((entry) => isPartOfAProvider(textOf(entry, "cidr") ?? ""));
        })
    );
}
