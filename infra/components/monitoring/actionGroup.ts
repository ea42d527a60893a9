import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";

export interface ActionGroupArgs {
    resourceGroupName: pulumi.Input<string>;
    tags: Record<string, string>;
    actionGroupName: string;
    /** Begins the subject of every e-mail; Azure takes at most 12 characters. */
    shortName: string;
    /** At least two people or mailboxes, since one may be away; the configuration check sees to it. */
    receivers: { name: string; email: string }[];
}

/**
 * The people whom alerts reach. It belongs to no region (Azure's location `global`), so that the loss of one cannot silence it.
 *
 * Keeps: DR-4 (an alert reaches people), STAFF-2 (and so does every elevation of access).
 */
export class ActionGroup extends pulumi.ComponentResource {
    public readonly actionGroupId: pulumi.Output<string>;

    constructor(name: string, args: ActionGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:monitoring:ActionGroup", name, args, opts);

        const group = new monitor.ActionGroup(
            `${name}-group`,
            {
                resourceGroupName: args.resourceGroupName,
                location: "global",
                tags: args.tags,
                actionGroupName: args.actionGroupName,
                groupShortName: args.shortName,
                enabled: true,
                emailReceivers: args.receivers.map(({ name: receiver, email }) => ({
                    name: receiver,
                    emailAddress: email,
                    useCommonAlertSchema: true,
                })),
            },
            { parent: this },
        );

        this.actionGroupId = group.id;
        this.registerOutputs({ actionGroupId: this.actionGroupId });
    }
}
