/**
 * In the place of packages that Pulumi's SDK loads and no test uses (`jest.config.mjs`): they are half of what loading the SDK takes, in each
 * test file anew. Whoever comes to use one finds out at once.
 */
const nothing: object = new Proxy(
    {},
    {
        get(_, key) {
            // To the SDK's own import helpers it is an ES module, of which they copy nothing.
            if (key === "__esModule") return true;
            if (key === "default") return nothing;
            throw new Error(`jest.config.mjs leaves out the package whose ${String(key)} was asked for`);
        },
    },
);

module.exports = nothing;
