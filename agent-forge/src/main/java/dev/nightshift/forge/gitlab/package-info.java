/**
 * Merge requests on GitLab.
 *
 * <p>Start with {@link dev.nightshift.forge.gitlab.GitLabForge}, which is safe for concurrent use.
 *
 * <pre>{@code
 * Forge gitlab = GitLabForge.of("acme/web/shop"); // with the token in GITLAB_TOKEN
 * PullRequests mergeRequests = PullRequests.on(gitlab, repository);
 * }</pre>
 */
package dev.nightshift.forge.gitlab;
