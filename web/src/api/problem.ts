/** An answer of the server that is not a success (RFC 9457), and the network failing altogether. */
export interface ProblemError {
  loc: (string | number)[];
  code: string;
  message: string;
  /** The numbers and texts of the message, e.g. the line and column of a template. */
  data?: Record<string, unknown>;
}
export interface ProblemBody {
  title?: string;
  status: number;
  code: string;
  detail?: string;
  errors?: ProblemError[];
  request?: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: ProblemError[];
  readonly request: string | undefined;

  constructor(body: ProblemBody) {
    super(body.detail || body.title || body.code);
    this.name = "Problem";
    this.status = body.status;
    this.code = body.code;
    this.errors = body.errors ?? [];
    this.request = body.request;
  }

  /** Messages by field path ("email", "custom.level"); what belongs to no field stays under "". */
  byField(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { loc, message } of this.errors) {
      const path = loc.filter((part) => part !== "body").join(".");
      found[path] ??= message;
    }
    return found;
  }
}

export function isProblem(error: unknown, status?: number): error is Problem {
  return error instanceof Problem && (status === undefined || error.status === status);
}

/** The one sentence about what went wrong. */
export function messageOf(error: unknown): string {
  return isProblem(error) ? error.message : String(error);
}

/** The sentence of the first field that was refused, where fields were; else the one about the whole. */
export function firstMessageOf(error: unknown): string {
  return (isProblem(error) && error.errors[0]?.message) || messageOf(error);
}

/** A sentence for each field that was refused, where fields were; else the one about the whole. */
export function messagesOf(error: unknown): string[] {
  return isProblem(error) && error.errors.length
    ? error.errors.map((one) => one.message)
    : [messageOf(error)];
}

/** Messages by field path; nothing when no field was refused. */
export function messagesByField(error: unknown): Record<string, string> {
  return isProblem(error) ? error.byField() : {};
}
