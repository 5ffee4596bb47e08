/** Examples to copy from; each runs as a test, and the README shows marked regions of them. */
package dev.nightshift.examples;
