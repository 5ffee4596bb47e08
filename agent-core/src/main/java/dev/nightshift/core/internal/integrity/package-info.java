/**
 * What a change does to the tests that judge it and to what runs them, told line by line by two
 * tables: {@code file-kinds.txt} and {@code line-rules.txt}. Start with {@link
 * dev.nightshift.core.internal.integrity.TestChanges}. Immutable throughout.
 */
package dev.nightshift.core.internal.integrity;
