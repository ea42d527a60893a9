import { recordProgram } from "../support/recordProgram";
import { cases } from "./cases";

const declared = async (component: string) => {
    const { create } = cases.find((each) => each.component === component)!;
    return (await recordProgram(() => create("one"))).resources;
};
const inputsOf = async (component: string, name: string) =>
    (await declared(component)).find((each) => each.name === name)!.inputs;

describe("ApplicationIdentity", () => {
    it("gets the named role on the one resource, as an application and not as a person", async () => {
        expect(await inputsOf("identity:ApplicationIdentity", "one-secrets")).toMatchObject({
            roleAssignmentName: "one-secrets-id.uuid",
            principalId: "one-identity.principalId",
            principalType: "ServicePrincipal",
            scope: "vault",
            roleDefinitionId: "/subscriptions/subscription/providers/Microsoft.Authorization/roleDefinitions/role",
        });
    });
});

describe("ResourceGroups", () => {
    it("stay when they are forgotten, because Azure deletes a group with all that it holds", async () => {
        const groups = (await declared("governance:ResourceGroups")).filter(({ custom }) => custom);

        expect(
            groups.map(({ inputs, protect, retainOnDelete }) => [inputs["resourceGroupName"], protect, retainOnDelete]),
        ).toEqual([
            ["rg-data", true, true],
            ["rg-network", true, true],
        ]);
    });
});
