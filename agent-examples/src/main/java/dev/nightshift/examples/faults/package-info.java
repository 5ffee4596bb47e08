/**
 * Proves on real repositories that no fault of a known kind is there: nothing lands unseen, and
 * nothing is lost in silence. Models are scripted, everything else is real, and the git program is
 * the judge.
 */
package dev.nightshift.examples.faults;
