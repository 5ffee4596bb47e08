/**
 * What happens in a run, as events for listeners.
 *
 * <p>Start with {@link dev.nightshift.core.event.RunListener}:
 *
 * <pre>{@code
 * RunListener listener =
 *     event -> {
 *       if (event.name().equals("run.ended")) {
 *         ends.add(event.run() + " ended: " + event.text("reason").orElse(""));
 *       }
 *     };
 * Nightshift nightshift =
 *     Nightshift.builder(workspaces).provider(provider).listener(listener).build();
 * }</pre>
 *
 * <p>New kinds of events appear in later versions; tolerate them. Events are immutable; a listener
 * is called from the threads of all runs.
 */
package dev.nightshift.core.event;
