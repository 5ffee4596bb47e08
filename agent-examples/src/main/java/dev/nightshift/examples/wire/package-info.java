/** The proof that one run is the same run over every wire format. */
@org.jspecify.annotations.NullMarked
package dev.nightshift.examples.wire;
