/** The keys under which servers and clients usually put the rows of a request. */
export const USUAL_REQUEST_KEYS: readonly string[] = [
  'instances',
  'inputs',
  'data',
  'rows',
  'records',
  'dataframe_records',
  'dataframe_split',
  'input_data',
  'ndarray',
  'Inputs',
  'jsonData',
];

/** The keys under which servers usually put the rows of a response. */
export const USUAL_RESPONSE_KEYS: readonly string[] = [
  'predictions',
  'outputs',
  'results',
  'instances',
  'data',
  'dataframe_split',
  'records',
  'ndarray',
];
