/**
 * What happens in a run, as events for listeners.
 *
 * <p>Start with {@link dev.nightshift.core.event.RunListener}. New kinds of events appear in later
 * versions; tolerate them.
 */
package dev.nightshift.core.event;
