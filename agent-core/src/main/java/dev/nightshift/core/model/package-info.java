/**
 * Talking to language models: the values that cross a {@link
 * dev.nightshift.core.model.Conversation}.
 *
 * <p>Start with {@link dev.nightshift.core.model.ConversationSpec}, what stays the same in all
 * calls:
 *
 * <pre>{@code
 * ConversationSpec.builder(ModelId.parse("anthropic:claude-opus-5-5")).system("You plan.").build();
 * }</pre>
 *
 * <p>Values are immutable.
 */
package dev.nightshift.core.model;
