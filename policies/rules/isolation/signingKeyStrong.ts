import { mustBeKnown } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";

/** The block of SHA-512 is 128 bytes, its output 64: a key of fewer than 64 is weaker than the signature. Restated on purpose. */
const leastBytes = 64;

export const policy = definePolicy({
    name: "signing-key-strong",
    promise: "SW-9",
    severity: "high",
    description: "Keys that sign links have 512 bits or more, and can be made anew.",
    remedy: `Give random.RandomBytes a length of ${leastBytes} or more, written out, and keepers.rotation, which is raised to rotate it.`,
    url: "https://www.rfc-editor.org/rfc/rfc2104#section-3",
    types: ["random:index/randomBytes:RandomBytes"],
    resource: ({ props }, report) => {
        const length = props.read("length");
        if (length.state === "unknown") {
            report(mustBeKnown("length"));
        } else if (!(length.state === "set" && typeof length.value === "number" && length.value >= leastBytes)) {
            report(`length must be ${leastBytes} bytes or more.`);
        }
        if (props.read("keepers.rotation").state === "unset") {
            report("keepers.rotation is not set: nobody could have the key made anew.");
        }
    },
});
