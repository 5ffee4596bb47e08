/** What the providers share: server-sent events, cancellable HTTP, JSON, model names. Not API. */
package dev.nightshift.models.internal;
