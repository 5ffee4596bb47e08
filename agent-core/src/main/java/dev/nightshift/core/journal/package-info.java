/**
 * What a run did, kept so that it can be told again: the journal of its steps.
 *
 * <p>Start with {@link dev.nightshift.core.journal.Journal}:
 *
 * <pre>{@code
 * Journal journal = Journal.directory(directory);
 * Nightshift nightshift =
 *     Nightshift.builder(workspaces)
 *         .provider(provider)
 *         .journal(journal)
 *         .pipeline("fix", pipeline)
 *         .build();
 * }</pre>
 *
 * <p>Journals are safe for concurrent use.
 */
package dev.nightshift.core.journal;
