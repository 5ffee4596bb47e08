/**
 * Proves the whole run on a real repository and a real fix: the command line as its own process, a
 * loopback server as the models, and the git program as the judge.
 */
package dev.nightshift.examples.trial;
