/** The command line: the demo, and a run on a real repository. */
package dev.nightshift.examples.cli;
