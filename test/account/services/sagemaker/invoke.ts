/** A request to an endpoint. */
export interface InvokeRequest {
  readonly body: string;
  /** @default text/csv */
  readonly contentType?: string;
  /** Content type of the answer. @default that of the request */
  readonly accept?: string;
  readonly inferenceId?: string;
  readonly customAttributes?: string;
}

export interface InvokeAnswer {
  /** 424 when the model's container has failed: the API's ModelError. */
  readonly status: 200 | 424;
  readonly body: string;
  readonly contentType: string;
  readonly variant: string;
  /** Name of the model that answered. */
  readonly model: string;
  /** Name of the configuration whose fleet answered. */
  readonly config: string;
}
