import { policy } from "../../policies/rules/communication/edgeTls";
import { checkRegistrations } from "../support/policyHarness";
import { registration, unknownValue } from "../support/policyMessages";

describe("a rule of the edge", () => {
    const check = (actions: unknown) =>
        checkRegistrations([policy], [registration("azure-native:cdn:Rule", "rule", { actions })]);

    it.each([
        ["redirects to HTTP", [{ parameters: { destinationProtocol: "Http" } }]],
        ["redirects to whatever the request was", [{ parameters: { destinationProtocol: "MatchRequest" } }]],
        ["forwards by HTTP", [{ parameters: { originGroupOverride: { forwardingProtocol: "HttpOnly" } } }]],
        ["forwards by whatever the request was", [{ parameters: { originGroupOverride: { originGroup: {} } } }]],
        ["does so in its second action", [{}, { parameters: { destinationProtocol: "Http" } }]],
        ["has an unknown protocol", [{ parameters: { destinationProtocol: unknownValue } }]],
        ["has an unknown action", [{}, unknownValue]],
        ["has unknown parameters", [{ parameters: unknownValue }]],
        ["has unknown actions", unknownValue],
    ])("is refused when it %s", async (_, actions) => {
        expect(await check(actions)).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
    });

    it("may say nothing of protocols, and may point to an origin group that is still unknown", async () => {
        const headers = { name: "ModifyResponseHeader", parameters: { headerName: "X-Frame-Options", value: "DENY" } };
        const override = {
            parameters: { originGroupOverride: { forwardingProtocol: "HttpsOnly", originGroup: { id: unknownValue } } },
        };
        expect(await check([headers, override])).toEqual([]);
    });
});

describe("the classic edge", () => {
    it.each([
        "azure-native:frontdoor:FrontDoor",
        "azure-native:network:FrontDoor",
        "azure-native:network/v20200501:FrontDoor",
        "azure-native_frontdoor_v20210601:frontdoor:FrontDoor",
        "azure-native:cdn:Endpoint",
        "azure-native:cdn/v20240201:CustomDomain",
    ])("is refused as %s", async (type) => {
        const findings = await checkRegistrations([policy], [registration(type, "old", {})]);
        expect(findings).toMatchObject([{ policy: policy.name, level: "mandatory" }]);
    });
});
