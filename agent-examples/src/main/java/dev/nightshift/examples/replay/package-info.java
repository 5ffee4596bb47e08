/** The proof that a run is a value: recorded runs are told again where nothing can be done. */
package dev.nightshift.examples.replay;
