/**
 * Proposals of runs as pull requests of a forge, and what people answer there.
 *
 * <p>Start with {@link dev.nightshift.forge.PullRequests}, a {@link
 * dev.nightshift.core.run.Delivery}:
 *
 * <pre>{@code
 * Forge forge = GitHubForge.of("acme/shop"); // with the token in GITHUB_TOKEN
 * PullRequests requests = PullRequests.on(forge, repository);
 * StandardPipeline.Builder pipeline = StandardPipeline.builder().delivery(requests);
 * }</pre>
 *
 * <p><b>Threads:</b> everything here is safe for concurrent use unless it says otherwise.
 */
package dev.nightshift.forge;
