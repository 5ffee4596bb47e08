/**
 * The exam of reviewers: thirty small changes, eleven with a fault, and reviewers that are known.
 */
package dev.nightshift.examples.score;
