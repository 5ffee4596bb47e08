/**
 * Talking to language models: the values that cross a {@link
 * dev.nightshift.core.model.Conversation}, and the small policies around each call.
 *
 * <p>Start with {@link dev.nightshift.core.model.ConversationSpec}, what stays the same in all
 * calls:
 *
 * <pre>{@code
 * ConversationSpec.builder(ModelId.parse("anthropic:claude-opus-5-5")).system("You plan.").build();
 * }</pre>
 *
 * <p>Values are immutable; policies are called from many run threads at once.
 */
package dev.nightshift.core.model;
