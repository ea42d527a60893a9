import { requireEachOneOf, requireOneOf } from "../../lib/literal";
import { definePolicy, type Report } from "../../lib/policy";
import type { PropertyReader } from "../../lib/propertyReader";
import { elementsOf } from "../../lib/requirement";

type Check = (props: PropertyReader, report: Report) => void;

/** Policies of load balancers with TLS 1.2 or newer that hold or prefer AES-256; unset means ELBSecurityPolicy-2016-08, with TLS 1.0. */
const loadBalancerPolicies = [
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
];

const listener: Check = (props, report) => {
    requireOneOf(props, "protocol", ["HTTPS", "TLS", "HTTP"], report);
    const protocol = props.read("protocol");
    if (protocol.state === "set" && protocol.value === "HTTP") {
        requireRedirects(props, "defaultActions", report);
    } else {
        requireOneOf(props, "sslPolicy", loadBalancerPolicies, report);
    }
};

const checks: Readonly<Record<string, Check>> = {
    "aws:lb/listener:Listener": listener,
    // What else a rule may do depends on its listener, and is judged for the stack.
    "aws:lb/listenerRule:ListenerRule": (props, report) => {
        for (const { path, props: action } of elementsOf(props, "actions", report)) {
            if (isRedirect(action)) {
                requireHttpsTarget(action, (message) => report(`In ${path}: ${message}`));
            }
        }
    },
    "aws:elb/loadBalancer:LoadBalancer": (props, report) =>
        requireEachOneOf(props, "listeners[].lbProtocol", ["https", "HTTPS", "ssl", "SSL"], report),
    "aws:cloudfront/distribution:Distribution": (props, report) => {
        const https = ["redirect-to-https", "https-only"];
        requireOneOf(props, "defaultCacheBehavior.viewerProtocolPolicy", https, report);
        for (const { path, props: behaviour } of elementsOf(props, "orderedCacheBehaviors", report)) {
            requireOneOf(behaviour, "viewerProtocolPolicy", https, (message) => report(`In ${path}: ${message}`));
        }
        // The certificate of CloudFront itself brings TLS 1.0 with it, whatever is written here.
        requireOneOf(props, "viewerCertificate.minimumProtocolVersion", ["TLSv1.2_2021", "TLSv1.3_2025"], report);
        if (props.read("viewerCertificate.cloudfrontDefaultCertificate").state !== "unset") {
            requireOneOf(props, "viewerCertificate.cloudfrontDefaultCertificate", [false], report);
        }
        for (const { path, props: origin } of elementsOf(props, "origins", report)) {
            if (origin.read("customOriginConfig").state !== "unset") {
                const inOrigin: Report = (message) => report(`In ${path}: ${message}`);
                requireOneOf(origin, "customOriginConfig.originProtocolPolicy", ["https-only"], inOrigin);
                requireEachOneOf(origin, "customOriginConfig.originSslProtocols[]", ["TLSv1.2"], inOrigin);
            }
        }
    },
};

export const policy = definePolicy({
    name: "aws-listener-tls-256-bit",
    promise: "COM-1",
    severity: "critical",
    description: "Load balancers and distributions of AWS speak HTTPS with modern suites only; HTTP is redirected.",
    remedy:
        "Listeners: protocol HTTPS or TLS with an ELBSecurityPolicy-TLS13-1-2-Res or -TLS13-1-3 policy; HTTP only with redirects " +
        "(protocol HTTPS, statusCode HTTP_301). CloudFront: redirect-to-https or https-only in every behaviour, TLSv1.2_2021 or newer.",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    counterparts: ["CKV_AWS_2/34/103/174", "CKV2_AWS_20", "ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK"],
    types: Object.keys(checks),
    resource: ({ token, props }, report) => checks[token]?.(props, report),
});

function requireRedirects(props: PropertyReader, list: string, report: Report): void {
    const actions = elementsOf(props, list, report);
    if (props.readEach(`${list}[]`).some(({ reading }) => reading.state === "unset")) {
        report(`${list} is not set: by HTTP a redirect to HTTPS must be all there is.`);
    }
    for (const { path, props: action } of actions) {
        requireOneOf(action, "type", ["redirect"], (message) => report(`In ${path}: ${message}`));
        requireHttpsTarget(action, (message) => report(`In ${path}: ${message}`));
    }
}

function requireHttpsTarget(action: PropertyReader, report: Report): void {
    // Unset means the protocol of the request.
    requireOneOf(action, "redirect.protocol", ["HTTPS"], report);
    requireOneOf(action, "redirect.statusCode", ["HTTP_301"], report);
}

function isRedirect(action: PropertyReader): boolean {
    const type = action.read("type");
    return type.state === "set" && type.value === "redirect";
}
