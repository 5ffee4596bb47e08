/**
 * The rate limits of an account with a provider, kept before the provider complains.
 *
 * <p>Start with {@link dev.nightshift.models.limits.RateLimits}. All types are safe for concurrent
 * use.
 *
 * <pre>{@code
 * AdmissionControl limits =
 *     RateLimits.builder().requestsPerMinute(50).inputTokensPerMinute(30_000).build();
 * Nightshift nightshift =
 *     Nightshift.builder(workspaces).provider(provider).admission(limits).build();
 * }</pre>
 */
package dev.nightshift.models.limits;
