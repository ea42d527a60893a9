/*
 * Where the engine's policy host enters the pack. It would type-check TypeScript at every start; this transpiles only, from the
 * sources as they lie here, so that nothing stale can run (tsx keys its cache by content). Types are checked by
 * `npm run typecheck`.
 *
 * CPU seconds from start to port, least of six on two busy cores (Node 24); "cold" is without the transpiler's cache:
 *
 *   an empty pack in JavaScript, the floor          0.68
 *   this file                                       0.84   cold 0.97
 *   this file with the SDK loaded after tsx         0.95           tsx looks at every file loaded after it
 *   this file with Node's compile cache             0.80           not worth a second cache
 *   a hook around TypeScript's transpileModule      1.09           the same at every start, grows with each rule
 *   index.ts, host's ts-node, noCheck               0.72   cold 3.06
 *   index.ts, host's ts-node                        0.76   cold 3.57
 *
 * CI is always cold. On idle cores this file is at the port after 0.7 s.
 */
require("@pulumi/policy"); // First: see above.
require("tsx/cjs/api").register();
require("./index.ts");
