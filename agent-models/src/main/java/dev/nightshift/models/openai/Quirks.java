package dev.nightshift.models.openai;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelOptions.Effort;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * In what a server that speaks the Chat Completions API differs from the others. Immutable.
 *
 * @param usageInStream whether it is asked for the usage of an answer ({@code stream_options}); one
 *     that is not, or does not tell, is charged by bounds
 * @param maxTokensField how the largest answer is called
 * @param idPolicy whose ids tool calls have
 * @param returnsReasoning whether it gets back what its model thought as plain text, in the fields
 *     it came in; thoughts in parts, which have signatures in them, go back to every server
 * @param strictTools whether tools whose schema allows it are called strict
 * @param openAiFields whether it gets what only OpenAI knows: the standard service asked for by
 *     name, and a cache key for each conversation
 * @param cutsPrompts whether it may drop the beginning of a prompt without a word, as Ollama does;
 *     a count of the prompt that is far too small is then told to the log once a model
 * @param efforts the efforts that its models can be told ({@code reasoning_effort})
 */
public record Quirks(
    boolean usageInStream,
    MaxTokensField maxTokensField,
    IdPolicy idPolicy,
    boolean returnsReasoning,
    boolean strictTools,
    boolean openAiFields,
    boolean cutsPrompts,
    Set<Effort> efforts) {
  private static final Set<Effort> COMMON = EnumSet.range(Effort.LOW, Effort.HIGH);
  private static final Quirks STANDARD =
      new Quirks(
          true, MaxTokensField.MAX_TOKENS, IdPolicy.AS_SENT, false, false, false, false, Set.of());

  /** Copies the efforts. */
  public Quirks {
    Require.nonNull(maxTokensField, "maxTokensField");
    Require.nonNull(idPolicy, "idPolicy");
    efforts = Set.copyOf(Require.elements(efforts, "efforts"));
  }

  /**
   * Returns what most servers take: the usage asked for, {@code max_tokens}, ids as sent, no
   * reasoning back, no strict tools, no efforts.
   *
   * @return the quirks of a server nothing is known about
   */
  public static Quirks standard() {
    return STANDARD;
  }

  /**
   * Returns the quirks of OpenAI itself: {@code max_completion_tokens}, strict tools, its own
   * fields, all efforts.
   *
   * @return the quirks of {@code api.openai.com}
   */
  public static Quirks openAi() {
    return new Quirks(
        true,
        MaxTokensField.MAX_COMPLETION_TOKENS,
        IdPolicy.AS_SENT,
        false,
        true,
        true,
        false,
        EnumSet.allOf(Effort.class));
  }

  /**
   * Returns the quirks of Ollama: it takes efforts up to high, and may cut prompts.
   *
   * @return the quirks of Ollama
   */
  public static Quirks ollama() {
    return STANDARD.withCutsPrompts(true).withEfforts(COMMON);
  }

  /**
   * Returns the quirks of vLLM: it gets back what its model thought.
   *
   * @return the quirks of vLLM
   */
  public static Quirks vllm() {
    return STANDARD.withReturnsReasoning(true);
  }

  /**
   * Returns the quirks of the server of llama.cpp: it gets back what its model thought.
   *
   * @return the quirks of llama.cpp
   */
  public static Quirks llamaCpp() {
    return STANDARD.withReturnsReasoning(true);
  }

  /**
   * Returns the quirks of LM Studio, which are the standard ones.
   *
   * @return the quirks of LM Studio
   */
  public static Quirks lmStudio() {
    return STANDARD;
  }

  /**
   * Returns the quirks of OpenRouter: it gets back what a model thought, signatures included, and
   * takes efforts up to high.
   *
   * @return the quirks of OpenRouter
   */
  public static Quirks openRouter() {
    return STANDARD.withReturnsReasoning(true).withEfforts(COMMON);
  }

  /**
   * Returns these quirks with another way to ask for the usage.
   *
   * @param usageInStream false for a server that refuses {@code stream_options}
   * @return a copy
   */
  public Quirks withUsageInStream(boolean usageInStream) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with another name of the largest answer.
   *
   * @param maxTokensField the name
   * @return a copy
   */
  public Quirks withMaxTokensField(MaxTokensField maxTokensField) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with another rule for the ids of tool calls.
   *
   * @param idPolicy whose ids they have
   * @return a copy
   */
  public Quirks withIdPolicy(IdPolicy idPolicy) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with another way of what a model thought as plain text.
   *
   * @param returnsReasoning true if the server wants it back
   * @return a copy
   */
  public Quirks withReturnsReasoning(boolean returnsReasoning) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with or without strict tools.
   *
   * @param strictTools true if the server knows them
   * @return a copy
   */
  public Quirks withStrictTools(boolean strictTools) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with or without a watch over prompts that are cut.
   *
   * @param cutsPrompts true if the server may cut them
   * @return a copy
   */
  public Quirks withCutsPrompts(boolean cutsPrompts) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /**
   * Returns these quirks with other efforts.
   *
   * @param efforts those that all models of the server take
   * @return a copy
   */
  public Quirks withEfforts(Set<Effort> efforts) {
    return new Quirks(
        usageInStream,
        maxTokensField,
        idPolicy,
        returnsReasoning,
        strictTools,
        openAiFields,
        cutsPrompts,
        efforts);
  }

  /** How the largest answer is called on the wire. */
  public enum MaxTokensField {
    /** {@code max_tokens}, which most servers take. */
    MAX_TOKENS,
    /** {@code max_completion_tokens}, which OpenAI's thinking models need. */
    MAX_COMPLETION_TOKENS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose ids the tool calls of a conversation have. */
  public enum IdPolicy {
    /** The server's, where they tell the calls of one answer apart. */
    AS_SENT,
    /**
     * This library's: nine letters and digits, which no other call of the conversation has, for
     * servers that use an id again in a later answer.
     */
    OWN
  }
}
