/** One complaint as Discord words it, such as `BASE_TYPE_REQUIRED` / "This field is required". */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** Complaints by path: property names and list indices lead to `_errors`, the complaints about that value. */
export interface ErrorTree {
  [key: string]: ErrorTree | FieldError[];
}

/** The JSON body of Discord's answer (http 400) to a request of the wrong shape. */
export interface InvalidFormBody {
  readonly code: 50035;
  readonly message: 'Invalid Form Body';
  readonly errors: ErrorTree;
}
