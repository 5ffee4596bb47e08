/**
 * Secrets are taken out of whatever is written down; {@link
 * dev.nightshift.core.internal.redact.Redaction} is the one place that knows what a secret is. Not
 * exported but to agent-models; it can change at any time.
 */
package dev.nightshift.core.internal.redact;
