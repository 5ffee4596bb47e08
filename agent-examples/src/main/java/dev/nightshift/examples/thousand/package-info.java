/**
 * The proof of many runs at once: all end, their spend is exact, and nothing is left of them but
 * what they landed.
 */
package dev.nightshift.examples.thousand;
