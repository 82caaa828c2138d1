/** Texts and comments as a whole, and the characters that decide where a block ends. */
const TOKENS = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|\/\/.*|\/\*[^]*?\*\/|[(){}`/"']/g;
const REST_OF_TEMPLATE = /(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|(\$\{))/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** After these signs and words, a slash begins a regular expression. */
const BEFORE_EXPRESSION = /[=(,:;!&|?[{~<>%^*]$|(^|[^+-])[+-]$|(^|[^.\w$])(await|case|delete|do|else|extends|in|instanceof|new|return|throw|typeof|void|yield)$/;
/** After these, a slash divides. */
const BEFORE_OPERATOR = /[\w$"'`\])]/;
const BEFORE_CONDITION = /(^|[^.\w$])(for|if|while|with)\s*$/;
/** More than the longest of the words. */
const LONG_WORD = 20;

/**
 * Finds the end of a block without parsing it. Undefined if the text alone doesn't tell.
 *
 * @param start the offset of the opening brace
 */
export function findBlockEnd(text: string, start: number): number | undefined {
  return new CodeScanner(text).scanBlock(start);
}

/** Puts spaces in the place of texts, regular expressions and comments. Undefined if the text alone doesn't tell where they are. */
export function blankTexts(text: string): string | undefined {
  const parts: string[] = [];
  let done = 0;
  const scanner = new CodeScanner(text, (from, to) => {
    parts.push(text.slice(done, from), ' '.repeat(to - from));
    done = to;
  });
  if (!scanner.scanAll()) return undefined;
  return parts.join('') + text.slice(done);
}

class CodeScanner {
  /** The braces and templates around. */
  private readonly around: string[] = [];
  private readonly opened: number[] = [];
  /** Where the last parentheses begin that are closed. */
  private condition = 0;
  /** The end of the last comment. */
  private comment = 0;

  constructor(private readonly text: string, private readonly noteText: (from: number, to: number) => void = () => undefined) {}

  public scanBlock(start: number): number | undefined {
    let at: number | undefined = start;
    do at = this.skipNext(at); while (at !== undefined && at < this.text.length && this.around.length > 0);
    if (this.around.length > 0) return undefined;
    return at;
  }

  /** Tells whether the whole text is understood. */
  public scanAll(): boolean {
    let at: number | undefined = 0;
    while (at !== undefined && at < this.text.length) at = this.skipNext(at);
    return at !== undefined && this.around.length === 0;
  }

  private skipNext(at: number): number | undefined {
    TOKENS.lastIndex = at;
    const token = TOKENS.exec(this.text);
    if (token) return this.skip(token[0], token.index);
    return this.text.length;
  }

  /** Gives the offset after a token. */
  private skip(token: string, at: number): number | undefined {
    switch (token) {
      case '{': this.around.push(token); break;
      case '}': return this.around.pop() === '`' ? this.skipTemplate(at + 1) : at + 1;
      case '`': return this.skipTemplate(at + 1);
      case '(': this.opened.push(at); break;
      case ')': this.condition = this.opened.pop() ?? 0; break;
      case '/': return this.skipSlash(at);
      case '"': case '\'': return undefined;
      default:
        if (token.startsWith('/')) this.comment = at + token.length;
        return this.endText(at, at + token.length);
    }
    return at + 1;
  }

  private skipTemplate(at: number): number | undefined {
    REST_OF_TEMPLATE.lastIndex = at;
    const rest = REST_OF_TEMPLATE.exec(this.text);
    if (!rest) return undefined;
    if (rest[1]) this.around.push('`');
    return this.endText(at, REST_OF_TEMPLATE.lastIndex);
  }

  private skipSlash(at: number): number | undefined {
    let end = at;
    while (/\s/.test(this.text[end - 1])) end--;
    if (end <= this.comment) return undefined;
    const isExpression = this.text[end - 1] === ')' ? BEFORE_CONDITION.test(this.cutBefore(this.condition)) : BEFORE_EXPRESSION.test(this.cutBefore(end));
    if (!isExpression) return BEFORE_OPERATOR.test(this.text[end - 1]) ? at + 1 : undefined;
    REGULAR_EXPRESSION.lastIndex = at;
    if (!REGULAR_EXPRESSION.test(this.text)) return undefined;
    return this.endText(at, REGULAR_EXPRESSION.lastIndex);
  }

  private endText(from: number, to: number): number {
    this.noteText(from, to);
    return to;
  }

  private cutBefore(end: number): string {
    return this.text.slice(Math.max(0, end - LONG_WORD), end);
  }
}
