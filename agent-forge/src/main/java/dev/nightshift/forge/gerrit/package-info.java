/**
 * Gerrit as a forge: a run is one change, and what it proposes later a patch set of it.
 *
 * <pre>{@code
 * URI server = URI.create("https://review.example.com");
 * PullRequests.on(GerritForge.of(server, "acme/shop", repository), repository);
 * }</pre>
 *
 * <p>Start with {@link dev.nightshift.forge.gerrit.GerritForge}.
 */
package dev.nightshift.forge.gerrit;
