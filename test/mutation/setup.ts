import * as fc from 'fast-check';

/** One counterexample shows that a change is found. A smaller one would take many more runs. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
