import type { StaticSite } from "./publicContent";

/**
 * A static website as an origin, reached like the others of its group, because Azure does not allow private and public origins in one:
 * by private link, or over the Internet where the cell is on AWS. Origins with the same site and place share one private connection,
 * which is approved once.
 */
export const staticSiteOrigin = ({ accountId, hostName, location }: StaticSite, overInternet = false) => ({
    hostName,
    // Storage finds the account by the host name it is asked for.
    originHostHeader: hostName,
    httpsPort: 443,
    enabledState: "Enabled",
    enforceCertificateNameCheck: true,
    weight: 1000,
    ...(!overInternet && {
        sharedPrivateLinkResource: {
            privateLink: { id: accountId },
            privateLinkLocation: location,
            groupId: "web",
            requestMessage: "Front Door of the Oxygis platform: maintenance page",
        },
    }),
});
