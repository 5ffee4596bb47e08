/** A checkout of the target that moves along with a landing, by the git program. */
package dev.nightshift.examples.checkout;
