/**
 * Pull requests on GitHub.
 *
 * <p>Start with {@link dev.nightshift.forge.github.GitHubForge}, which is safe for concurrent use.
 *
 * <pre>{@code
 * Forge github = GitHubForge.builder("acme/shop").token(vault::githubToken).build();
 * PullRequests pullRequests = PullRequests.on(github, repository);
 * }</pre>
 */
package dev.nightshift.forge.github;
