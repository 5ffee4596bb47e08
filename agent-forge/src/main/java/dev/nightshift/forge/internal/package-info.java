/**
 * What all forges with a REST API share below their words: a client that waits for limits and
 * follows no redirect, lists in parts, tokens, and who counts as a reviewer. Not exported; it can
 * change at any time.
 *
 * <p>Start with {@link dev.nightshift.forge.internal.RestClient}.
 */
package dev.nightshift.forge.internal;
