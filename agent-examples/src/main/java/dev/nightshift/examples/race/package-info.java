/**
 * The proof of the ledger: many threads and processes race for one cap, and what each was told is
 * held against the order in which the ledger booked it.
 */
package dev.nightshift.examples.race;
