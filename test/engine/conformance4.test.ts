import { share } from "./traces/catalogue";
import { complaints } from "./traces/conformance";

// The scenarios are cut into four files, so that test workers can share them.
describe("the embedded engine does what the real one was recorded to do, or says that it does not", () => {
    it.each(share(3, 4))("in %s", async (name) => {
        expect(await complaints(name)).toEqual([]);
    });
});
