/**
 * What calls of all vendors need below their wire formats: HTTP that can be cancelled, server-sent
 * events, keys and request heads, names of models and events. Not exported; it can change at any
 * time.
 *
 * <p>Start with {@link dev.nightshift.models.internal.StreamedPost}.
 */
package dev.nightshift.models.internal;
