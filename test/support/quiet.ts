// CDK prints warnings, deprecations and validation reports while it synthesizes; the tests read them from the assembly.
process.env.JSII_DEPRECATED = 'quiet';
console.error = () => undefined;
console.warn = () => undefined;
