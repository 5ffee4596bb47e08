/**
 * Talking to language models: the values that cross a {@link
 * dev.nightshift.core.model.Conversation}.
 *
 * <p>Start with {@link dev.nightshift.core.model.ConversationSpec}, what stays the same in all
 * calls:
 *
 * <pre>{@code
 * ConversationSpec spec =
 *     ConversationSpec.builder(ModelId.parse("canned:model")).system("You plan.").build();
 * Implementer planner =
 *     assignment -> {
 *       AssistantTurn plan =
 *           assignment.conversation("plan", spec).send(UserTurn.text("What is to be done?"));
 *       return new Outcome.Stopped(EndReason.ESCALATED, plan.text());
 *     };
 * }</pre>
 *
 * <p>Values are immutable.
 */
package dev.nightshift.core.model;
