import { securityTxt } from "../../infra/model/securityTxt";

const disclosure = {
    contact: ["mailto:security@platform.test", "https://platform.test/report"],
    policy: "https://platform.test/policy",
    languages: ["nl", "en"],
    expires: "2027-10-31T00:00:00Z",
};

it("security.txt names contacts in order of preference, its languages, its own addresses and the policy", () => {
    expect(securityTxt(disclosure, ["security.eu1.platform.test", "security.eu2.platform.test"])).toBe(
        [
            "Contact: mailto:security@platform.test",
            "Contact: https://platform.test/report",
            "Expires: 2027-10-31T00:00:00Z",
            "Preferred-Languages: nl, en",
            "Canonical: https://security.eu1.platform.test/.well-known/security.txt",
            "Canonical: https://security.eu2.platform.test/.well-known/security.txt",
            "Policy: https://platform.test/policy",
            "",
        ].join("\n"),
    );
});

it("security.txt has no line for a policy that is not written yet", () => {
    expect(securityTxt({ ...disclosure, policy: undefined }, [])).not.toContain("Policy");
});
