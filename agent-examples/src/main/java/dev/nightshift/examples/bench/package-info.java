/** Measures what the engine costs beside the models: see {@code scripts/bench}. */
package dev.nightshift.examples.bench;
