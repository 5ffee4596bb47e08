package dev.nightshift.models.testing;

/** An API that a {@link ScriptedModelServer} speaks, with the prompt cache and prices behind it. */
public enum ModelApi {
  /** Anthropic's Messages API: entries at cache marks, for five minutes or an hour. */
  ANTHROPIC_MESSAGES,

  /** OpenAI's Responses API: every prompt is cached, from GPT-5.6 on where the model goes on. */
  OPENAI_RESPONSES,

  /** OpenAI's Chat Completions API, with the cache of {@link #OPENAI_RESPONSES}. */
  OPENAI_CHAT_COMPLETIONS,

  /** Google's Gemini API: every prompt is cached, and writing costs nothing more. */
  GEMINI;

  /** Returns under whose name its models have prices. */
  String provider() {
    return switch (this) {
      case ANTHROPIC_MESSAGES -> "anthropic";
      case OPENAI_RESPONSES, OPENAI_CHAT_COMPLETIONS -> "openai";
      case GEMINI -> "gemini";
    };
  }

  WireSpeaker speaker() {
    return switch (this) {
      case ANTHROPIC_MESSAGES -> WireSpeaker.anthropic();
      case OPENAI_RESPONSES -> WireSpeaker.openAiResponses();
      case OPENAI_CHAT_COMPLETIONS -> WireSpeaker.chatCompletions();
      case GEMINI -> WireSpeaker.gemini();
    };
  }

  PromptReader prompts() {
    return switch (this) {
      case ANTHROPIC_MESSAGES -> new MessagesPrompts();
      case OPENAI_RESPONSES, OPENAI_CHAT_COMPLETIONS -> new OpenAiPrompts();
      case GEMINI -> new GeminiPrompts();
    };
  }

  CacheRules cache(String model) {
    return switch (this) {
      case ANTHROPIC_MESSAGES -> VendorCaches.anthropic(model);
      case OPENAI_RESPONSES, OPENAI_CHAT_COMPLETIONS -> VendorCaches.openAi(model);
      case GEMINI -> VendorCaches.gemini(model);
    };
  }
}
