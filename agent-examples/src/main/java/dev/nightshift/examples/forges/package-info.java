/** Forges as they are spelled on a command line. */
package dev.nightshift.examples.forges;
