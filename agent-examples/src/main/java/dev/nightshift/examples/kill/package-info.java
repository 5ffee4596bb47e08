/** What {@code scripts/prove kill} kills. */
package dev.nightshift.examples.kill;
