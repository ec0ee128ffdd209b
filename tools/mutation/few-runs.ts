import * as fc from "fast-check";

// Each mutant runs the tests again: a tenth of the examples finds what a mutant breaks.
fc.configureGlobal({ numRuns: 15 });
