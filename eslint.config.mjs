import eslint from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import jest from "eslint-plugin-jest";
import tseslint from "typescript-eslint";

const pulumiHabits = [
    {
        selector:
            "ClassDeclaration[superClass.property.name='ComponentResource'] CallExpression[callee.type='Super'][arguments.length<4]",
        message:
            "Pass all four: super(type, name, args, opts). A third argument is args, so opts (parent, providers, protect) would be dropped.",
    },
    {
        selector: "CallExpression[callee.property.name='apply'] NewExpression[callee.type='MemberExpression']",
        message: "No resource inside apply(): it is missing from previews and policies. Pass the Output as an input.",
    },
    {
        selector: "CallExpression[callee.property.name='get'][callee.object.type='MemberExpression']",
        message: "No Resource.get(): policies never see what is read. Declare the resource or pass its id as data.",
    },
];
const configurationOnly = [
    {
        selector:
            "NewExpression[callee.object.name='pulumi'][callee.property.name='Config'], CallExpression[callee.object.name='pulumi'][callee.property.name=/^get(Stack|Project|Organization)$/]",
        message: "Configuration, stack and project names are read in infra/config only.",
    },
    {
        selector: "MemberExpression[object.name='process'][property.name='env']",
        message: "The environment is read in infra/config only.",
    },
];

export default tseslint.config(
    {
        ignores: [
            "node_modules/**",
            ".sandbox/**",
            "coverage/**",
            "test/fixtures/engineTraces/**",
            "**/*.mjs",
            "**/*.cjs",
        ],
    },
    eslint.configs.recommended,
    tseslint.configs.recommendedTypeChecked,
    { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
    {
        files: ["infra/**/*.ts"],
        plugins: { "@pulumi": pulumi },
        rules: {
            "no-console": "error",
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
            "no-restricted-syntax": ["error", ...pulumiHabits, ...configurationOnly],
        },
    },
    { files: ["infra/config/**/*.ts"], rules: { "no-restricted-syntax": ["error", ...pulumiHabits] } },
    // `const { left, ...rest }` is how a copy without one property is written.
    { rules: { "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }] } },
    { files: ["test/**/*.ts"], ...jest.configs["flat/recommended"] },
);
