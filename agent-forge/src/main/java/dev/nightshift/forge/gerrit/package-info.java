/**
 * Changes on Gerrit: a run is one, and what it proposes later a patch set of it.
 *
 * <p>Start with {@link dev.nightshift.forge.gerrit.GerritForge}, which is safe for concurrent use.
 *
 * <pre>{@code
 * URI server = URI.create("https://review.example.com");
 * Forge gerrit = GerritForge.of(server, "acme/shop", repository); // with the account in GERRIT_*
 * PullRequests changes = PullRequests.on(gerrit, repository);
 * }</pre>
 */
package dev.nightshift.forge.gerrit;
