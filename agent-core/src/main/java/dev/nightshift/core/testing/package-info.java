/**
 * Fakes to test agents with: scripted models, in-memory workspaces, manual time. No test framework
 * is needed.
 *
 * <p>Start with {@code TestNightshift}.
 */
package dev.nightshift.core.testing;
