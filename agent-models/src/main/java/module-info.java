import org.jspecify.annotations.NullMarked;

/** Model providers, and the prices and rate limits around them. */
@NullMarked
module dev.nightshift.models {
  requires transitive dev.nightshift.core;
  requires java.net.http;
  requires org.slf4j;
  requires tools.jackson.core;
  requires static io.github.resilience4j.ratelimiter;
  requires static org.jspecify;

  exports dev.nightshift.models;
  exports dev.nightshift.models.anthropic;
  exports dev.nightshift.models.gemini;
  exports dev.nightshift.models.limits;
  exports dev.nightshift.models.openai;
  exports dev.nightshift.models.testing;

  provides dev.nightshift.core.provider.ModelProviderFactory with
      dev.nightshift.models.anthropic.AnthropicProviderFactory,
      dev.nightshift.models.gemini.GeminiProviderFactory,
      dev.nightshift.models.openai.LlamaCppProviderFactory,
      dev.nightshift.models.openai.LmStudioProviderFactory,
      dev.nightshift.models.openai.OllamaProviderFactory,
      dev.nightshift.models.openai.OpenAiCompatibleProviderFactory,
      dev.nightshift.models.openai.OpenAiProviderFactory,
      dev.nightshift.models.openai.OpenRouterProviderFactory,
      dev.nightshift.models.openai.VllmProviderFactory;
}
