import { textOf } from "../../lib/customerDatabase";
import { mustBeKnown, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

/** Half a year: below it, lists of browsers and scanners do not count the header. */
const leastSeconds = 15_552_000;
const header = "strict-transport-security";

export const policy = definePolicy({
    name: "browser-returns-by-https",
    promise: "COM-1",
    severity: "medium",
    description: "Browsers are told to come back by HTTPS only, for half a year or longer.",
    remedy: `Overwrite Strict-Transport-Security with max-age=${leastSeconds} or more, written out; never append, delete or shorten it.`,
    url: "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security",
    counterparts: ["CKV_AWS_259"],
    types: [
        "azure-native:cdn:Rule",
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        "aws:lb/listener:Listener",
    ],
    resource: ({ token, props }, report) => {
        if (token === "azure-native:cdn:Rule") {
            for (const { path, props: action } of elementsOf(props, "actions", report)) {
                judgeAction(action, (message) => report(`In ${path}: ${message}`));
            }
        } else if (token === "aws:lb/listener:Listener") {
            const path = "routingHttpResponseStrictTransportSecurityHeaderValue";
            if (props.read(path).state !== "unset") {
                requireAge(props, path, report);
            }
        } else {
            requireSeconds(props, report);
        }
    },
});

function judgeAction(action: PropertyReader, report: Report): void {
    const name = action.read("parameters.headerName");
    if (name.state === "unknown") {
        report(mustBeKnown("parameters.headerName"));
    } else if (textOf(action, "parameters.headerName")?.trim().toLowerCase() === header) {
        requireOneOf(action, "parameters.headerAction", ["Overwrite"], report);
        requireAge(action, "parameters.value", report);
    }
}

function requireAge(props: PropertyReader, path: string, report: Report): void {
    if (props.read(path).state === "unknown") {
        return report(mustBeKnown(path));
    }
    const [, seconds] = /^max-age=(\d+)(?:;|$)/.exec(textOf(props, path) ?? "") ?? [];
    if (seconds === undefined || Number(seconds) < leastSeconds) {
        report(`${path} must begin with max-age= and at least ${leastSeconds} seconds.`);
    }
}

function requireSeconds(props: PropertyReader, report: Report): void {
    const path = "securityHeadersConfig.strictTransportSecurity";
    const seconds = props.read(`${path}.accessControlMaxAgeSec`);
    if (seconds.state === "unknown") {
        report(mustBeKnown(`${path}.accessControlMaxAgeSec`));
    } else if (!(seconds.state === "set" && typeof seconds.value === "number" && seconds.value >= leastSeconds)) {
        report(`${path}.accessControlMaxAgeSec must be ${leastSeconds} or more.`);
    }
    requireOneOf(props, `${path}.override`, [true], report);
}
