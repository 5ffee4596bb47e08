/** The proof that a gate is not fooled: changes that cheat, and changes that only look like it. */
package dev.nightshift.examples.cheats;
