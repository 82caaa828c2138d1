/** The options of all commands for what they write. */
export const OUTPUT = { value: 'FILE', default: 'the terminal', text: 'writes to a file' } as const;
export const PLAIN_TEXT = { text: 'plain words', default: 'yes' } as const;
export const DATA = { text: 'data' } as const;
export const GITHUB = { text: 'annotations for a GitHub workflow' } as const;
export const SARIF = { text: 'SARIF 2.1.0 for code scanning' } as const;
