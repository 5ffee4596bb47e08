package dev.nightshift.models.openai;

import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelProviderFactory;
import dev.nightshift.core.provider.ModelSpelling;
import java.util.Map;

/**
 * Finds {@link OpenAiCompatibleProvider} for {@code openai-compatible:URL#MODEL}.
 *
 * <p>If the server wants a key, it is in a variable that names host and port, as they stand in the
 * URL: {@code OPENAI_COMPATIBLE_API_KEY_API_EXAMPLE_COM} for {@code https://api.example.com/v1},
 * {@code .._BOX_8000} for {@code http://box:8000/v1}; a dot is one underscore and a hyphen are two.
 * A key is sent to no other server, and a variable without a host to none at all: it is refused.
 * Over plain http to another computer a key is sent only if {@code NIGHTSHIFT_KEYS_OVER_HTTP} names
 * the server, as {@code box:8000,other}.
 */
public final class OpenAiCompatibleProviderFactory implements ModelProviderFactory {
  /** For {@link java.util.ServiceLoader}. */
  public OpenAiCompatibleProviderFactory() {}

  @Override
  public String name() {
    return OpenAiCompatibleProvider.NAME;
  }

  @Override
  public boolean isAtUrl() {
    return true;
  }

  @Override
  public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
    return OpenAiCompatibleProvider.builder(spelling.baseUrl(), environment).build();
  }
}
